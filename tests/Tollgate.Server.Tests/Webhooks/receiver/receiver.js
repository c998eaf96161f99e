// A receiver of webhooks as a customer of Tollgate would write one: whatever does not verify is answered with 400.
// PUT /secret sets the secret, GET /messages shows what was verified, GET /ready says that it listens.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

let secret = "";
const messages = [];

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

async function answer(request, response) {
  if (request.url === "/ready") return response.writeHead(200).end();
  if (request.url === "/messages") return response.writeHead(200).end(JSON.stringify(messages));
  const body = await read(request);
  if (request.url === "/secret") {
    secret = body;
    return response.writeHead(204).end();
  }
  try {
    const payload = new Webhook(secret).verify(body, request.headers);
    messages.push({ id: request.headers["webhook-id"], payload });
    response.writeHead(204).end();
  } catch (problem) {
    response.writeHead(400).end(String(problem.message));
  }
}

createServer(answer).listen(Number(process.argv[2]), "127.0.0.1");
