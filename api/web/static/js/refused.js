// The one error of what signs: a stable code, whose words stand at /errors/CODE in the reader's language.

/** What is not signed, and why; it repeats nothing of what was to be signed. */
export class Refused extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.name = "Refused";
    this.code = code;
  }
}

/**
 * Refuse unless `holds`.
 * @param {unknown} holds
 * @param {string} code a heading of docs/errors.md
 */
export function need(holds, code) {
  if (!holds) throw new Refused(code);
}
