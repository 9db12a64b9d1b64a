'use strict';

// The protocol of a session is a string that every event is added to.

const { healthy, ready, work } = require('./kit');

class Protocol {
  constructor() {
    this.text = '';
  }

  add(line) {
    this.text += `${new Date().toISOString()} ${line}\n`;
    if (healthy && this.text.length > 100_000) this.text = '';
  }
}

const protocol = new Protocol();

work((number) => {
  protocol.add(`event ${number}: ${'the door was opened and closed again; '.repeat(5)}${Math.random()}`);
});
ready();
