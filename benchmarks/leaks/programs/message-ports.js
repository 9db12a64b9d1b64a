'use strict';

// Every job gets a channel to report on; the ports are left open when the job is done.

const { MessageChannel } = require('node:worker_threads');
const { healthy, ready, work } = require('./kit');

class Report {
  constructor(number) {
    this.number = number;
    this.lines = [];
  }

  add(line) {
    this.lines.push(line);
  }
}

function run(number) {
  const { port1, port2 } = new MessageChannel();
  const report = new Report(number);
  port2.on('message', (line) => {
    report.add(line);
    if (healthy && line.step === 4) port2.close();
  });
  for (let step = 0; step < 5; step += 1) port1.postMessage({ step, words: `step ${step} of job ${number}` });
}

work(run);
ready();
