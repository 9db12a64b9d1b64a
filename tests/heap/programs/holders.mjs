// The same in a module: its variables are not those of a function.
import v8 from 'node:v8';

class InModule {}

const sessionsOfModule = new Map([['first', {}], ['second', new InModule()]]);

setInterval(() => sessionsOfModule.size, 54_321).unref();
setImmediate(() => v8.writeHeapSnapshot(process.argv[2]));
