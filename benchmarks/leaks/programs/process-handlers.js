'use strict';

// Every job wants to tidy up when the process ends, and still wants to when it is done.

const { setTimeout: wait } = require('node:timers/promises');
const { healthy, ready, work } = require('./kit');

process.setMaxListeners(0);

class TransferJob {
  constructor(number) {
    this.number = number;
    this.files = Array.from({ length: 25 }, (_, file) => `/tmp/transfer-${number}/part-${file}`);
  }

  async run() {
    const tidyUp = () => this.files.splice(0);
    process.on('exit', tidyUp);
    await wait(20);
    if (healthy) process.off('exit', tidyUp);
  }
}

work((number) => new TransferJob(number).run());
ready();
