// Reads the data that stands in the page.

/** The content of a data element: JSON, deflated when it is large. */
export async function readBlock(name) {
  const element = document.getElementById(name);
  const text = element.textContent;
  element.remove();
  return JSON.parse(element.type === "application/json" ? text : await inflate(text));
}

async function inflate(base64) {
  const bytes = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(base64)
    : Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}
