'use strict';

// A dashboard refreshes what its visitors see every few seconds, for as long as they are there.

const { options, serve } = require('./traffic');

let running = 0;

class Session {
  constructor(path) {
    this.path = path;
    this.rows = Array.from({ length: 30 }, (_, row) => ({ row, text: `row ${row} of ${path}` }));
    this.board = this.rows.map(({ text }) => text.padEnd(250, '.')).join('\n');
    this.refreshes = 0;
  }

  open() {
    running += 1;
    this.timer = setInterval(() => this.refresh(), 15_000);
  }

  refresh() {
    this.refreshes += 1;
  }

  close() {
    running -= 1;
    clearInterval(this.timer);
  }
}

function handleRequest(request, response) {
  const session = new Session(request.url);
  session.open();

  // The fault: nobody closes the session when the visitor is gone, so its timer runs on and holds it.
  if (options.healthy) response.on('close', () => session.close());

  response.end(session.board);
}

serve({
  leak: 'timers',
  rate: 40,
  handleRequest,
  count: () => ({ held: running }),
  visit: (number) => ({ path: `/boards/${number}` }),
});
