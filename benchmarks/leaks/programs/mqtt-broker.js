'use strict';

// A backend: a broker for `mqtt-subscriptions.js`.

const net = require('node:net');
const aedes = require('aedes')();
const { listen } = require('./kit');

listen(net.createServer(aedes.handle));
