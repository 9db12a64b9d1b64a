'use strict';

// The program of `two-leaks.js` after its first fault was found: the second is still there.

require('./two-leaks');
