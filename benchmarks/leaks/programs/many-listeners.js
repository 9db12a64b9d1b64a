'use strict';

// A hub with twenty thousand devices that all listen, as they should, and are as many all the time.

const http = require('node:http');
const { EventEmitter } = require('node:events');
const { listen } = require('./kit');

class Device {
  constructor(number) {
    this.number = number;
    this.readings = [];
    hub.on(`group:${number % 50}`, this.read);
  }

  read = (value) => {
    this.readings = [value, ...this.readings.slice(0, 4)];
  };

  leave() {
    hub.off(`group:${this.number % 50}`, this.read);
  }
}

const hub = new EventEmitter().setMaxListeners(0);
const devices = Array.from({ length: 20_000 }, (_, number) => new Device(number));
let joined = devices.length;

setInterval(() => hub.emit(`group:${Math.floor(Math.random() * 50)}`, Math.random()), 100);

listen(
  http.createServer((request, response) => {
    // One leaves and one joins.
    devices.shift().leave();
    devices.push(new Device((joined += 1)));
    response.end(`${devices.length} devices\n`);
  }),
);
