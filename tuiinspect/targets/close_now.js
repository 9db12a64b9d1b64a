// For a program whose loop never comes round to a timer. No reply to this call can arrive.
require('inspector').close();
