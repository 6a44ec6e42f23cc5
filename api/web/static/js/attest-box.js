// What an attester signed without a line, as the list of requests shows it: kept here, recorded, or refused and why.

import { node } from "./node.js";
import { discard, watch } from "./outbox.js";

const WORDS = {
  th: {
    waiting: "ลงนามแล้ว เก็บไว้ในเครื่องนี้ จะส่งเองเมื่อมีสัญญาณ", recorded: "ถึงบัญชีแล้ว ลำดับที่", refused: "บัญชีไม่รับ",
    unseen: "มีรายการใหม่เข้ามาก่อน โปรดเปิดดู", open: "เปิดเรื่อง", drop: "ลบรายการนี้ออกจากเครื่อง", claim: "คำขอ",
    AttestationGiven: "คำรับรอง", AttestationRefused: "คำขอไม่รับรอง",
  },
  en: {
    waiting: "Signed and kept here. It is sent when there is a line.", recorded: "Recorded, entry", refused: "The ledger refused it:",
    unseen: "Something came before it. Please look.", open: "Open the claim", drop: "Remove this from the device", claim: "claim",
    AttestationGiven: "Attestation", AttestationRefused: "Refusal to attest",
  },
};
const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.th;

/**
 * Show what is in the box, and send what waits, now and whenever the line is back.
 * @param {HTMLElement} element
 */
export function box(element) {
  const show = (kept) => {
    const ours = kept.filter((one) => one.stream.startsWith("claim/"));
    element.hidden = ours.length === 0;
    element.classList.toggle("outbox--sent", ours.every((one) => one.status === "recorded"));
    element.replaceChildren(...ours.map((one) => line(one, show, kept)));
    for (const one of ours) mark(one);
  };
  return watch(show);
}

function line(one, show, kept) {
  const name = one.stream.split("/")[1];
  const title = node("strong", {}, [`${words[one.type] ?? one.type} · ${words.claim} ${name.slice(0, 8)}`]);
  const made = node("div", {}, [node("p", {}, [title]), node("p", {}, [became(one)])]);
  if (one.problem?.unseen?.length) made.append(node("p", {}, [words.unseen]));
  if (one.status === "waiting") return made;
  const open = node("a", { href: `/attest/${name}`, className: "govuk-link" }, [words.open]);
  const drop = node("button", { type: "button", className: "link-button" }, [words.drop]);
  drop.addEventListener("click", async () => {
    await discard(one.id);
    show(kept.filter((other) => other.id !== one.id));
  });
  made.append(node("p", {}, [open, " · ", drop]));
  return made;
}

function became({ status, receipt, problem }) {
  if (status === "waiting") return words.waiting;
  if (status === "recorded") return `${words.recorded} ${receipt.index}`;
  return `${words.refused} ${problem.title ?? ""} ${problem.detail ?? ""} (${problem.code})`;
}

/** The request that it answers says so too. */
function mark({ stream, status }) {
  for (const place of document.querySelectorAll(`[data-answered="${stream}"]`)) {
    place.textContent = status === "waiting" ? words.waiting : "";
  }
}
