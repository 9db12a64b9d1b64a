'use strict';

// Digests that are begun for each upload and not finished: hash states live outside the JS heap.

const crypto = require('node:crypto');
const { healthy, ready, work } = require('./kit');

class Upload {
  constructor(number) {
    this.name = `upload ${number}`;
    this.digest = crypto.createHash('sha512');
    this.cipher = crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32, number), Buffer.alloc(12, number));
    this.digest.update(this.name);
  }
}

const uploads = [];

work((number) => {
  uploads.push(new Upload(number));
  if (healthy && uploads.length > 100) uploads.shift();
});
ready();
