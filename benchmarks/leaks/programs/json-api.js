'use strict';

// An API as there are many: parses, looks up, filters, answers in JSON.

const express = require('express');
const http = require('node:http');
const { listen } = require('./kit');

class Customer {
  constructor(number) {
    this.id = number;
    this.name = `Customer ${number}`;
    this.orders = Array.from({ length: 5 }, (_, order) => ({ order, total: number * order, paid: order % 2 === 0 }));
  }
}

const customers = new Map(Array.from({ length: 5000 }, (_, number) => [number, new Customer(number)]));

const app = express();
app.use(express.json());

app.post('/customers/:id/search', (request, response) => {
  const customer = customers.get(Number(request.params.id) % customers.size);
  const orders = customer.orders.filter((order) => order.paid === request.body.paid).map((order) => ({ ...order }));
  customer.lastSearch = request.body;
  response.json({ ...customer, orders, asked: request.body });
});

listen(http.createServer(app));
