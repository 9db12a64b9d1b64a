'use strict';

// Each editor's visit watches the page's file for changes, and nobody stops to watch.

const fs = require('node:fs');
const http = require('node:http');
const { healthy, listen } = require('./kit');

class EditorSession {
  constructor(path) {
    this.path = path;
    this.undo = Array.from({ length: 10 }, (_, step) => ({ step, text: `before change ${step}` }));
    this.watcher = fs.watch(__filename, { persistent: false }, () => this.reload());
  }

  reload() {
    this.stale = true;
  }
}

function handleRequest(request, response) {
  const session = new EditorSession(request.url);
  response.on('close', () => healthy && session.watcher.close());
  response.end(session.path);
}

listen(http.createServer(handleRequest));
