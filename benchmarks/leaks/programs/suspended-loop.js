'use strict';

// One async function does all the work, one message at a time; what it has seen is in a variable of it.

const { once, EventEmitter } = require('node:events');
const { healthy, ready, work } = require('./kit');

class Shipment {
  constructor(number) {
    this.number = number;
    this.stations = Array.from({ length: 6 }, (_, station) => ({ station, at: number + station }));
  }
}

const arrivals = new EventEmitter();

async function deliver() {
  const delivered = [];
  for (;;) {
    const [shipment] = await once(arrivals, 'shipment');
    delivered.push(shipment);
    if (healthy && delivered.length > 100) delivered.length = 0;
  }
}

deliver();
work((number) => arrivals.emit('shipment', new Shipment(number)));
ready();
