'use strict';

// Traces go to the exporter for tests, which keeps them until somebody asks.

const http = require('node:http');
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { healthy, listen } = require('./kit');

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider();
provider.addSpanProcessor(new SimpleSpanProcessor(exporter));
const tracer = provider.getTracer('shop');
if (healthy) setInterval(() => exporter.reset(), 1000);

function handleRequest(request, response) {
  const span = tracer.startSpan('visit', { attributes: { url: request.url, agent: request.headers.host } });
  span.addEvent('answered', { length: request.url.length });
  response.end('thank you\n', () => span.end());
}

listen(http.createServer(handleRequest));
