// The Thai of the verifier: its sentences are those of `python -m ledger.verify`, and stand beside them on the page.

/** Whether the page is in English. */
export const english = document.documentElement.lang.startsWith("en");

const SENTENCES = {
  "the file and the policy can be read": "อ่านแฟ้มและนโยบายการตรวจได้",
  "the proof is in its one form": "หลักฐานการบันทึกอยู่ในรูปเดียวที่กำหนด",
  "the checkpoint is signed by the log of the policy": "บัญชีตามนโยบายการตรวจลงนามจุดตรวจไว้",
  "the entry bears the proof's index and stands there in the tree of the checkpoint":
    "รายการมีลำดับที่ตรงกับหลักฐาน และอยู่ตรงนั้นจริงในต้นไม้ของจุดตรวจ",
  "the file is a bundle in its one form": "แฟ้มนี้เป็นแฟ้มคดีในรูปเดียวที่กำหนด",
  "one checkpoint, signed by the log of the policy, stands under every proof":
    "หลักฐานทุกชิ้นอ้างจุดตรวจเดียวกัน ซึ่งบัญชีตามนโยบายการตรวจลงนามไว้",
  "every entry stands in the tree of the checkpoint": "ทุกรายการอยู่ในต้นไม้ของจุดตรวจ",
  "the log begins with the founding that the policy pins": "บัญชีเริ่มจากการตั้งบัญชีตามที่นโยบายการตรวจระบุ",
  "every entry is in its one form, and where its name says": "ทุกรายการอยู่ในรูปเดียวที่กำหนด และอยู่ตรงที่ชื่อบอก",
  "places, versions, links and times of recording follow one another":
    "ลำดับที่ รุ่นในสาย การเชื่อมต่อ และเวลาบันทึก เรียงต่อกันถูกต้อง",
  "every statement is signed by exactly the keys that it names": "ทุกถ้อยแถลงลงนามด้วยกุญแจที่ระบุไว้พอดี ไม่ขาดไม่เกิน",
  "every signer had the authority, and the rules at that place of the log allowed the act":
    "ผู้ลงนามทุกคนมีอำนาจ และกฎ ณ จุดนั้นของบัญชีอนุญาตให้ทำได้",
  "every disclosure is one that its entry commits to": "ข้อมูลปิดผนึกที่เปิดมา ตรงกับที่รายการผูกพันไว้ทุกชิ้น",
  "the tree built anew from the tiles has the root of the checkpoint":
    "สร้างต้นไม้ขึ้นใหม่ทั้งต้นแล้ว ได้รากตรงกับจุดตรวจ",
  "the log begins with all that it held when this browser last checked it":
    "บัญชียังมีทุกอย่างที่เคยมีเมื่อเบราว์เซอร์นี้ตรวจครั้งก่อน",
  "inclusion does not prove completeness: only the whole log shows what else is in it":
    "การมีอยู่ไม่ได้แปลว่าครบถ้วน ต้องดูทั้งบัญชีจึงรู้ว่ามีอะไรอีก",
  "unwitnessed: the policy asks for no witness, so others may have been shown another log":
    "ไม่มีพยานของบัญชี นโยบายไม่ได้ขอไว้ ผู้อื่นจึงอาจเห็นบัญชีคนละเล่มกับคุณ",
  "who signed the entry, and with what right, is shown by a case bundle":
    "ใครลงนามรายการนี้และมีอำนาจอะไร ต้องดูจากแฟ้มคดี",
  "all but the data of each event is; that, `python -m ledger.verify` checks":
    "ส่วนอื่นถูกต้องทั้งหมด เหลือเพียงช่องข้อมูลของแต่ละเหตุการณ์ ซึ่งโปรแกรม python -m ledger.verify ตรวจได้",
  "a page does not have the rules; `python -m ledger.verify` judges each act again":
    "หน้านี้ไม่มีกฎอยู่ด้วย โปรแกรม python -m ledger.verify ตัดสินแต่ละการกระทำใหม่ได้",
  "the policy cannot be read, and nothing can be trusted without it": "อ่านนโยบายการตรวจไม่ได้ และขาดสิ่งนี้ก็เชื่อถืออะไรไม่ได้",
  "the file is neither a case bundle nor a tlog-proof": "แฟ้มนี้ไม่ใช่ทั้งแฟ้มคดีและหลักฐานการบันทึก",
  "no policy names the log: what a file says of its own keys proves nothing":
    "ยังไม่มีนโยบายการตรวจที่ระบุบัญชี สิ่งที่แฟ้มบอกถึงกุญแจของตัวเองไม่พิสูจน์อะไร",
  "the entry is not there; name it with --entry": "ยังไม่มีรายการให้เทียบ กรุณาเลือกแฟ้มรายการ",
  "there is no proof, or no checkpoint that can be trusted": "ไม่มีหลักฐาน หรือไม่มีจุดตรวจที่เชื่อถือได้",
  "there is no checkpoint that can be trusted": "ไม่มีจุดตรวจที่เชื่อถือได้",
  "the tree could not be built": "สร้างต้นไม้ขึ้นใหม่ไม่ได้",
  "the policy has no line `#founding`, or the file does not hold the founding":
    "นโยบายการตรวจไม่มีบรรทัด #founding หรือในแฟ้มไม่มีการตั้งบัญชี",
  "the policy has no line `#founding`, or the tree could not be built":
    "นโยบายการตรวจไม่มีบรรทัด #founding หรือสร้างต้นไม้ขึ้นใหม่ไม่ได้",
  "keys and mandates rest on the founding, and the file does not hold it":
    "กุญแจและอำนาจหน้าที่อาศัยการตั้งบัญชี ซึ่งไม่มีในแฟ้มนี้",
  "the log is shorter than it was, or began otherwise": "บัญชีสั้นกว่าเดิม หรือตอนต้นไม่เหมือนเดิม",
  "the browser hashes and checks signatures on secure connections alone":
    "เบราว์เซอร์ตรวจลายมือชื่อให้เฉพาะเมื่อเชื่อมต่ออย่างปลอดภัย (https)",
  "this browser cannot check Ed25519 signatures; a newer one can":
    "เบราว์เซอร์นี้ตรวจลายมือชื่อแบบ Ed25519 ไม่ได้ รุ่นใหม่กว่าทำได้",
  "no file was chosen": "ยังไม่ได้เลือกแฟ้ม กรุณาเลือกหลักฐานหรือแฟ้มคดี",
  "the server did not answer; try again": "เซิร์ฟเวอร์ไม่ตอบ กรุณาลองอีกครั้ง",
  "the page could not finish the check": "หน้านี้ตรวจไม่จบ กรุณาลองใหม่ หรือใช้โปรแกรม python -m ledger.verify",
};

const CODES = {
  proof_invalid: "หลักฐานไม่นำไปสู่รากของต้นไม้ รายการหรือหลักฐานถูกแก้ หรือมาจากคนละบัญชี",
  log_text_malformed: "ข้อความไม่อยู่ในรูปเดียวที่กำหนด กรุณาคัดลอกใหม่โดยไม่เปลี่ยนแม้ไบต์เดียว",
  note_signature_invalid: "มีชื่อกุญแจที่รู้จัก แต่กุญแจนั้นไม่ได้ลงนาม อย่าเชื่อถือจุดตรวจนี้",
  checkpoint_not_trusted: "บัญชีตามนโยบายการตรวจไม่ได้ลงนามจุดตรวจ หรือพยานของบัญชีลงนามไม่ครบ",
  checkpoints_differ: "หลักฐานอ้างจุดตรวจต่างกัน",
  archive_form: "แฟ้มไม่อยู่ในรูปเดียวที่ใช้เขียนแฟ้มคดี อาจถูกตัดหรือถูกแก้",
  bundle_member: "ในแฟ้มมีสิ่งที่ไม่รู้จัก หรือขาดรายการหรือหลักฐานของมัน",
  bundle_folder: "ชื่อในแฟ้มเป็นของอีกรายการหนึ่ง",
  bundle_stream: "แฟ้มนี้ไม่ได้เป็นเรื่องเดียว",
  founding_differs: "บัญชีเริ่มต้นไม่เหมือนที่นโยบายการตรวจระบุ",
  index_moved: "รายการมีลำดับที่ไม่ตรงกับที่อยู่จริง",
  version_gap: "รุ่นในสายไม่เรียงต่อกัน มีรายการหายไปหรือแทรกเข้ามา",
  link_broken: "รายการไม่ได้อ้างถึงรายการก่อนหน้าของสาย",
  time_backwards: "เวลาบันทึกย้อนหลังกว่ารายการก่อนหน้า",
  id_reused: "มีรายการก่อนหน้าที่ใช้เลขถ้อยแถลงเดียวกัน",
  sig_invalid: "ลายมือชื่อไม่ถูกต้อง",
  key_unknown: "ลายมือชื่ออ้างกุญแจที่ไม่เคยลงทะเบียน",
  key_weak: "กุญแจไม่ปลอดภัยพอ",
  statement_signers: "ลายมือชื่อไม่ตรงกับผู้ลงนามที่ระบุ",
  boundary_unsigned: "บัญชีไม่ได้ลงนามจุดตรวจที่ใช้กำหนดเวลาเพิกถอนกุญแจ",
  disclosure_mismatch: "ข้อมูลที่เปิดมาไม่ตรงกับที่รายการผูกพันไว้ อย่าใช้อ้างอิง",
  root_differs: "รากของต้นไม้ไม่ตรงกัน รายการถูกแก้หลังลงนาม หรือมีการลงนามต้นไม้อื่น",
  tile_malformed: "แผ่นข้อมูลจากเซิร์ฟเวอร์ไม่ครบ กรุณาลองอีกครั้ง",
};

const TEXTS = {
  passed: ["ผ่าน", "passed"],
  failed: ["ไม่ผ่าน", "failed"],
  "could not be checked": ["ยังตรวจไม่ได้", "could not be checked"],
  verified: ["ตรวจแล้วถูกต้อง", "verified"],
  "not verified": ["ตรวจแล้วไม่ถูกต้อง", "not verified"],
  disclosed: ["เปิดให้ดู ตรงกัน", "disclosed"],
  withheld: ["ไม่เปิดให้ดู", "withheld"],
  mismatch: ["ไม่ตรงกัน", "mismatch"],
  sealed: ["ข้อมูลปิดผนึก รุ่นในสาย {version}", "Sealed, version {version}"],
  "fact origin": ["ชื่อบัญชี", "Log"],
  "fact size": ["จำนวนรายการในบัญชี", "Entries in the log"],
  "fact root": ["ราก", "Root"],
  "fact entries": ["รายการของเรื่องนี้", "Entries of this case"],
  "fact related": ["รายการอื่นที่เรื่องนี้อาศัย", "Other entries that it rests on"],
  "fact stream": ["เรื่อง", "Case"],
  pinned: ["กุญแจที่คุณปักหมุดไว้เมื่อ {day} รหัสย่อ {fingerprint}", "The key that you pinned on {day}, fingerprint {fingerprint}"],
  under: [
    "ตรวจด้วยกุญแจที่คุณปักหมุดไว้เมื่อ {day} รหัสย่อ {fingerprint}",
    "Checked under the key that you pinned on {day}, fingerprint {fingerprint}.",
  ],
  other: [
    "นโยบายนี้ไม่ใช่ฉบับที่คุณปักหมุดไว้เมื่อ {day} รหัสย่อ {fingerprint} กรุณาเทียบกับผู้ที่ให้มา",
    "This policy is not the one that you pinned on {day}, fingerprint {fingerprint}. Compare it with whoever gave it to you.",
  ],
  since: [
    "เบราว์เซอร์นี้ตรวจครั้งก่อนเมื่อ {day} ตอนนั้นมี {size} รายการ",
    "This browser last checked the log on {day}, when it had {size} entries.",
  ],
};

/** Return the Thai of one of the verifier's sentences; undefined where there is none. */
export const thaiOf = (sentence) => SENTENCES[sentence];

/** Return the Thai of a reason: that of its sentence, else of its code. */
export const whyOf = (code, why) => SENTENCES[why] ?? CODES[code];

/** Return a text of the page in its language, with `values` in its places. */
export function say(name, values = {}) {
  const text = TEXTS[name][Number(english)];
  return text.replace(/\{(\w+)\}/g, (_, place) => values[place]);
}

/** Return the day of an instant in Bangkok, in the Buddhist era. */
export function whenSaid(instant) {
  const locale = `${english ? "en-GB" : "th-TH"}-u-ca-buddhist`;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "Asia/Bangkok" }).format(new Date(instant));
}
