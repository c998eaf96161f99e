// Sends CloudEvents with the standard's own library and prints each answer as a line of JSON.
// node send.mjs ADDRESS KEY CUSTOMER FEATURE
import { CloudEvent, emitterFor, HTTP, Mode } from "cloudevents";

const [address, key, customer, feature] = process.argv.slice(2);

async function post(message) {
  const answer = await fetch(`${address}v1/events`, {
    method: "POST",
    headers: { ...message.headers, authorization: `Bearer ${key}` },
    body: message.body,
  });
  const body = await answer.json();
  console.log(JSON.stringify({ status: answer.status, ...body }));
  return body;
}

// The clock of the server stands still, so the time is given.
const time = "2026-11-15T11:00:00.000Z";
const event = (id, data, more = {}) =>
  new CloudEvent({ source: "/node/test?a=b", type: feature, subject: customer, id, time, data, ...more });

const first = event("1", { quantity: 2, model: "gpt", nested: { a: 1 } }, { tenantext: "x" });

// One by one, through the library's own emitter.
const emit = emitterFor((message) => post(message), { binding: HTTP, mode: Mode.STRUCTURED });
await emit(first);
await emit(first);
await emit(event("2"));

// Of a type that the settings map to the feature, with the quantity in another place.
await emit(event("4", { usage: { tokens: 5 }, model: "gpt" }, { type: "com.example.completion" }));

// Many at once; the library has no writer for batches, but its events write themselves.
await post({
  headers: { "content-type": "application/cloudevents-batch+json" },
  body: JSON.stringify([first, event("3", { quantity: 3, namespace: "site" }), event("3", { quantity: 4 })]),
});
