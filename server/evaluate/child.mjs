// One evaluation child: the reference JSONata engine in a process that owns nothing worth stealing. Started with an
// empty environment, a small heap, Node's permission model and no standard streams; killed by its parent at a
// deadline. Speaks JSON over IPC: a batch of requests in, one answer each out.
import jsonata from "jsonata";
import { LinearRegex } from "./linear-regex.mjs";

const engineLimits = { timeout: 60_000, stack: 5_000, sequence: 100_000, RegexEngine: LinearRegex };
const refusedKeys = new Set(["__proto__", "constructor", "prototype"]);
const compiledMost = 200;

const send = process.send.bind(process);
const onMessage = process.on.bind(process);
for (const door of ["getBuiltinModule", "binding", "_linkedBinding", "dlopen"]) delete process[door];
for (const door of ["fetch", "WebSocket", "EventSource"]) delete globalThis[door];
for (const intrinsic of [Object, Function, String, Number, Boolean, RegExp, Date, Promise, Map, Set, Symbol]) {
  Object.freeze(intrinsic.prototype);
  Object.freeze(intrinsic);
}
// Sealed only: the engine gives its own arrays a `push`, which a frozen prototype would forbid.
Object.seal(Array.prototype);
Object.freeze(Array);

// Expressions are compiled once per organisation and text; never shared between organisations.
const compiled = new Map();
const formatMillis = jsonata("$fromMillis($millis, $picture, $zone)");

function compile(org, text) {
  const key = `${org}\n${text}`;
  const known = compiled.get(key);
  if (known) return known;
  const expression = jsonata(text, engineLimits);
  expression.assign("eval", () => {
    throw { code: "M1010", message: "$eval is not available in a mapping" };
  });
  if (compiled.size >= compiledMost) compiled.delete(compiled.keys().next().value);
  compiled.set(key, expression);
  return expression;
}

/** Time and chance belong to the run: a retry must produce the same bytes. */
function runScoped(nowMs, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    millis: () => nowMs,
    now: (picture, zone) =>
      picture === undefined
        ? new Date(nowMs).toISOString()
        : formatMillis.evaluate(null, { millis: nowMs, picture, zone }),
    random,
    shuffle: (list) => {
      if (!Array.isArray(list)) return list;
      const mixed = [...list];
      for (let i = mixed.length - 1; i > 0; i -= 1) {
        const j = Math.floor(random() * (i + 1));
        [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
      }
      return mixed;
    },
  };
}

function toText(value, limit) {
  const text = JSON.stringify(value, (key, item) => {
    if (refusedKeys.has(key)) throw { code: "M1011", message: `The result has a field named ${key}, which is refused` };
    if (typeof item === "number" && !Number.isFinite(item)) {
      throw { code: "M1012", message: `The result's field ${key || "(root)"} is not a finite number` };
    }
    return typeof item === "function" ? undefined : item;
  });
  if (text !== undefined && Buffer.byteLength(text) > limit) {
    throw { code: "M1002", message: `The result is larger than ${limit} bytes` };
  }
  return text;
}

async function evaluate(request) {
  try {
    const expression = compile(request.org, request.expression);
    if (request.parseOnly) return { ok: true };
    const bindings = { ...request.bindings, ...runScoped(request.nowMs, request.seed) };
    const value = await expression.evaluate(request.input, bindings);
    return { ok: true, text: toText(value, request.outputLimit) };
  } catch (error) {
    return {
      ok: false,
      code: String(error?.code ?? "M1000"),
      message: String(error?.message ?? error).slice(0, 2_000),
      position: typeof error?.position === "number" ? error.position : null,
      token: typeof error?.token === "string" ? error.token.slice(0, 200) : null,
    };
  }
}

onMessage("message", async (batch) => {
  const answers = [];
  // One after the other: overlapping evaluations of one compiled expression share state.
  for (const request of batch.requests) answers.push(await evaluate(request));
  send({ id: batch.id, answers });
});
send({ ready: true });
