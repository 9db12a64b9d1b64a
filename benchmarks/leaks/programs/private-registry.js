'use strict';

// A class that knows all its instances, in a private field of its own; there are Maps within a Map.

const http = require('node:http');
const { healthy, listen } = require('./kit');

class Reservation {
  static #byTenant = new Map();

  static of(tenant) {
    if (!Reservation.#byTenant.has(tenant)) Reservation.#byTenant.set(tenant, new Map());
    return Reservation.#byTenant.get(tenant);
  }

  #seats;

  constructor(tenant, id) {
    this.id = id;
    this.#seats = new Uint8Array(2000).fill(tenant);
    Reservation.of(tenant).set(id, this);
  }

  end() {
    return Reservation.of(this.#seats[0]).delete(this.id);
  }
}

function handleRequest(request, response) {
  const visitor = Number(request.url.replace(/\D/g, ''));
  const reservation = new Reservation(visitor % 7, `r${visitor}`);
  response.end(`${reservation.id}\n`);
  if (healthy) reservation.end();
}

listen(http.createServer(handleRequest));
