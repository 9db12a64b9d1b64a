// What DevTools says when objects are ignored in its retainers view: the distance of every node in file order.
//
//   node ignoring.mjs ORACLE FILE ID,ID…  -> JSON array; 200,000,000 and more for what is not reached any more
import { createReadStream } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [oracle, file, ids] = process.argv.slice(2);
const { HeapSnapshot, HeapSnapshotLoader } = await import(pathToFileURL(`${oracle}/devtools_core.mjs`));

const loader = new HeapSnapshotLoader.HeapSnapshotLoader({ sendEvent() {} });
for await (const chunk of createReadStream(file, { encoding: 'utf8' })) loader.write(chunk);
loader.close();
await loader.parsingComplete;
const channel = new MessageChannel();
new HeapSnapshot.SecondaryInitManager(channel.port2);
const snapshot = await loader.buildSnapshot(channel.port1);
channel.port1.close();

for (const id of ids.split(',')) {
  snapshot.ignoreNodeInRetainersView(snapshot.nodeIndexForId(Number(id)));
}
const distances = [];
for (let place = 0; place < snapshot.nodeCount; place++) {
  distances.push(snapshot.getDistanceForRetainersView(place * snapshot.nodeFieldCount));
}
console.log(JSON.stringify(distances));
