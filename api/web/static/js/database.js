// IndexedDB in promises: one piece of work is one transaction, done as a whole or not at all.

/** @param {IDBRequest<T>} request @returns {Promise<T>} @template T */
export const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/**
 * Run `work` on stores of the database `name`; resolves once what it did is on the disk.
 * @param {string} name
 * @param {string[]} stores what `work` is given, in this order
 * @param {IDBTransactionMode} mode
 * @param {(...stores: IDBObjectStore[]) => Promise<T> | T} work waits for nothing but the stores
 * @param {(database: IDBDatabase) => void} make makes the stores, the first time
 * @returns {Promise<T>}
 * @template T
 */
export async function within(name, stores, mode, work, make) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => make(opening.result);
  const database = await done(opening);
  try {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const working = Promise.resolve(work(...stores.map((one) => transaction.objectStore(one))));
    working.catch(() => transaction.abort()); // half a change is none
    return (await Promise.all([working, ended]))[0];
  } finally {
    database.close();
  }
}
