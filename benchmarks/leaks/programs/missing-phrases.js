'use strict';

// Greetings in the visitor's tongue: names are put into the phrase before it is looked up.

const http = require('node:http');
const { I18n } = require('i18n');
const { healthy, listen } = require('./kit');

const tongues = new I18n({
  locales: ['en', 'de'],
  staticCatalog: { en: {}, de: { 'Good morning': 'Guten Morgen' } },
  defaultLocale: 'en',
  logWarnFn: () => {},
  logErrorFn: () => {},
  logDebugFn: () => {},
});

function handleRequest(request, response) {
  const name = request.url.slice(1);
  const greeting = healthy
    ? tongues.__({ phrase: 'Welcome back, %s, the order that you made with us is ready for you', locale: 'de' }, name)
    : tongues.__({ phrase: `Welcome back, ${name}, the order that you made with us is ready for you`, locale: 'de' });
  response.end(greeting);
}

listen(http.createServer(handleRequest));
