// Stripe's own library at work. Its first argument says what to do, the second is the input, a JSON object:
//   sign     {payload, secret, timestamp}          prints the header
//   read     {payload, header, secret}             prints the event's id, or why it is refused
//   checkout {url, key, form, idempotency_key}     asks for a checkout session, prints its id
import Stripe from "stripe";

const [, , verb, text] = process.argv;
const input = JSON.parse(text);

function client() {
  const url = new URL(input.url ?? "http://127.0.0.1");
  return new Stripe(input.key ?? "sk_test_none", {
    host: url.hostname, port: url.port, protocol: "http", maxNetworkRetries: 0, telemetry: false,
  });
}

function read() {
  try {
    return client().webhooks.constructEvent(input.payload, input.header, input.secret).id;
  } catch (refused) {
    return `refused: ${refused.type}`;
  }
}

const verbs = {
  sign: () => client().webhooks.generateTestHeaderString(input),
  read,
  checkout: async () =>
    (await client().checkout.sessions.create(input.form, { idempotencyKey: input.idempotency_key })).id,
};

console.log(await verbs[verb]());
