'use strict';

// Pages are rendered on the server with a cache of answers, one for all visitors.

const http = require('node:http');
const { InMemoryCache, gql } = require('@apollo/client/core');
const { healthy, listen } = require('./kit');

const query = gql`
  query Visitor($id: ID!) {
    visitor(id: $id) {
      id
      name
      orders {
        id
        title
        price
      }
    }
  }
`;

const shared = new InMemoryCache();

function answerFor(id) {
  const order = (number) => ({ __typename: 'Order', id: `${id}-${number}`, title: `Order ${number} of ${id}`, price: number });
  return { visitor: { __typename: 'Visitor', id, name: `Visitor ${id}`, orders: [1, 2, 3, 4].map(order) } };
}

function handleRequest(request, response) {
  const id = request.url.slice(1);
  const cache = healthy ? new InMemoryCache() : shared;
  cache.writeQuery({ query, variables: { id }, data: answerFor(id) });
  const { visitor } = cache.readQuery({ query, variables: { id } });
  response.end(`${visitor.name}: ${visitor.orders.length} orders\n`);
}

listen(http.createServer(handleRequest));
