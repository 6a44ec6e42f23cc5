// Statements as docs/spec/statement.md has them: made here, from parts, so that no key signs what a server wrote.

/** An instant as a statement says it: whole seconds, UTC. @param {Date} date @returns {string} */
export const instant = (date) => `${date.toISOString().slice(0, 19)}Z`;

/**
 * A statement, with an id and a time of its own.
 * @param {object} parts
 * @param {string} parts.origin the log that it is meant for
 * @param {string} parts.stream `kind/uuid`
 * @param {string} parts.type the event's
 * @param {string} parts.by the actor who answers for it
 * @param {string[]} parts.signers ids of every key that signs, in any order
 * @param {object} parts.data the event's members; nothing personal
 * @param {{version: number, leaf: string}} [parts.seen] the head of the stream that the signer had read
 * @param {{size: number, root: string}} [parts.asOf] a checkpoint that the signer knew
 * @param {string[]} [parts.sd] digests of what is sealed, in any order
 * @param {number} [parts.schema]
 * @param {Date} [now]
 * @returns {object}
 */
export function statement(parts, now = new Date()) {
  const { origin, stream, type, by, signers, data, seen, asOf, sd = [], schema = 1 } = parts;
  return {
    v: 1,
    origin,
    id: crypto.randomUUID(),
    stream,
    type,
    schema,
    by,
    signers: [...new Set(signers)].sort(),
    at: instant(now),
    ...(seen && { seen: { version: seen.version, leaf: seen.leaf } }),
    ...(asOf && { as_of: { size: asOf.size, root: asOf.root } }),
    data,
    ...(sd.length && { sd: [...sd].sort() }),
  };
}
