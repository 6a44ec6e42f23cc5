// What this browser sends to the ledger, and the problems that come back, in the reader's language.

/**
 * Send `body`; nothing is thrown. Without an answer the problem's code is `offline`.
 * @param {string} path
 * @param {string} body
 * @param {string} type
 * @param {string} [token] of a session: routes for programs know nobody by a cookie
 * @returns {Promise<{answer?: any, problem?: {code: string}}>}
 */
export async function post(path, body, type = "application/json", token = undefined) {
  const language = document.documentElement.lang || "th";
  const headers = { "content-type": type, accept: "application/json", "accept-language": language };
  if (token) headers.authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(path, { method: "POST", body, headers });
  } catch {
    return { problem: await explained("offline") };
  }
  try {
    const answer = await response.json();
    return response.ok ? { answer } : { problem: answer };
  } catch { // a proxy's page, or the line broke within the answer
    return { problem: await explained("offline") };
  }
}

/**
 * A problem of this browser's own, in the form of those that the ledger answers with.
 * @param {string} code
 * @returns {Promise<{code: string, title?: string, detail?: string}>} words where the ledger can be asked for them
 */
export async function explained(code) {
  try {
    const said = await (await fetch(`/errors/${code}`)).json();
    const [title, detail] = document.documentElement.lang.startsWith("en")
      ? [said.en, said.do] : [said.th, said.do_th];
    return { code, title, detail };
  } catch {
    return { code };
  }
}
