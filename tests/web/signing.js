// What tests/web/test_signing.py lets a page do with the modules that sign: each function takes one value of Python.

import { canonical, check } from "/static/js/canonical.js";
import { addSignature, opened, signInEnvelope, signed } from "/static/js/envelope.js";
import * as keys from "/static/js/keys.js";
import * as outbox from "/static/js/outbox.js";
import { prepare, show, sign, signAndSend } from "/static/js/sign-form.js";
import { statement } from "/static/js/statement.js";
import { tidy } from "/static/js/text.js";

export { signAndSend };
export const pending = outbox.pending;
export const send = outbox.send;
export const adopt = async (given) => (await keys.adopt(...given)).id;
export const tidyAll = (texts) => texts.map(tidy);
export const body = async (parts) => (await sign(await prepare(parts))).body;

const codeOf = async (work) => {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof DOMException ? error.name : error.code;
  }
};

/** The envelope of each of many statements, and what is sealed beside it. */
export const signMany = (datas) => Promise.all(JSON.parse(datas).map(async (data) => {
  const parts = { origin: "o", stream: "claim/6f1c0d2e-0000-4000-8000-000000000001", type: "Tried" };
  const made = await prepare({ ...parts, data, sealed: { "a/b": data.said } });
  return [canonical(await signed(made.statement, made.keys)), ...made.disclosures];
}));

export const refusedTexts = (texts) => Promise.all(texts.map((text) => codeOf(() => canonical(JSON.parse(text)))));

export const refusedValues = () =>
  Promise.all([undefined, 1n, NaN, new Date(0), [,], Symbol("a"), () => 1].map((one) => codeOf(() => check(one))));

/** Sign with the modules of a folder, past `prepare`; the code with which the ledger refuses it. */
export async function signedAnyhow([folder, parts, text]) {
  const module = await import(`${folder}/envelope.js`);
  const key = await keys.chosen();
  const said = statement({ ...parts, data: { note: JSON.parse(text) }, by: key.actor, signers: [key.id] });
  const body = JSON.stringify({ envelope: await module.signed(said, [key]) });
  const answer = await fetch("/statements", { method: "POST", body, headers: { "content-type": "application/json" } });
  return (await answer.json()).code;
}
export const notSigned = (given) => codeOf(() => signedAnyhow(given));

export async function shownAndSent(parts) {
  const prepared = await prepare(parts);
  show(prepared, document.body, { type: "เรื่อง", "data.ground": "เหตุ", "counterpart/name": "ชื่อ" });
  const words = document.querySelector("dl").textContent;
  return { ...await signAndSend(prepared), text: document.querySelector("pre").textContent, words };
}

/** A new key, and how each attempt to take it out ends. */
export async function created(actor) {
  const held = await keys.create(actor);
  const tries = [held, held.next].flatMap((key) => ["pkcs8", "jwk", "raw"].map((form) =>
    codeOf(() => crypto.subtle.exportKey(form, key.private))));
  const open = await crypto.subtle.generateKey("Ed25519", true, ["sign"]);
  const control = await codeOf(() => crypto.subtle.exportKey("pkcs8", open.privateKey));
  return { id: held.id, tries: await Promise.all(tries), control };
}

/** Ask for a key where the browser knows no Ed25519. */
export function tooOld(actor) {
  crypto.subtle.generateKey = async () => {
    throw new DOMException("Unrecognized name.", "NotSupportedError");
  };
  return codeOf(() => keys.create(actor));
}

export async function found() {
  const { id, actor, public: key } = await keys.chosen();
  return { id, actor, key, count: (await keys.list()).length, envelope: await signInEnvelope("o", await keys.chosen()) };
}

export async function forgotten(id) {
  await keys.forget(id);
  return [await keys.list(), (await keys.chosen()) ?? null, await codeOf(() => keys.choose(id))];
}

export async function enrolmentOf([origin, registry, actor, registrar]) {
  return body(await keys.enrolment(origin, registry, await keys.create(actor), registrar));
}

/** Turn the chosen key, as if the first attempt had been cut off before it was sent. */
export async function turned([origin, registry]) {
  const { id } = await keys.chosen();
  const lost = await keys.beginTurn(id);
  const answer = await signAndSend(await keys.rotation(origin, registry, await keys.beginTurn(id)));
  const now = await keys.turn(id);
  return { answer, id: now.id, kept: lost.following.id === now.next.id, chosen: (await keys.chosen()).id };
}

/** Sign second, and how each attempt ends to have something else signed than what was shown. */
export async function cosigned([envelope, other]) {
  const key = await keys.chosen();
  const shown = opened(envelope);
  const lures = [
    [envelope, { ...shown, data: { ...shown.data, ground: "debtor" } }],
    [{ ...envelope, payload: other }, shown],
    [{ ...envelope, payloadType: "application/vnd.phayan.sign-in+json" }, shown],
    [{ ...envelope, more: 1 }, shown],
  ];
  const lured = await Promise.all(lures.map((one) => codeOf(() => addSignature(...one, key))));
  return { whole: await addSignature(envelope, shown, key), lured };
}

/** Sign second, by modules that do not compare, something else than what was shown. */
export async function luredAnyhow(envelope) {
  const module = await import("/bench/loose/envelope.js");
  const said = opened(envelope);
  return module.addSignature(envelope, { ...said, data: { ...said.data, ground: "debtor" } }, await keys.chosen());
}

/** Sign without a line, keep each twice, and let two pages wait for the line. */
export async function kept(many) {
  for (const parts of many) {
    const { problem, submission } = await signAndSend(parts);
    if (problem.code !== "offline") throw new Error(problem.code);
    await outbox.keep(submission);
    await outbox.keep(submission);
  }
  window.emptied = new Promise((resolve) => {
    outbox.watch((box) => box.every((one) => one.status !== "waiting") && resolve(box));
  });
  await outbox.watch(() => null);
  return outbox.pending();
}

export const emptied = () => window.emptied;

export async function discarded(id) {
  await outbox.discard(id);
  return outbox.send();
}
