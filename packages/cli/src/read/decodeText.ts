const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of a document, or why it has none. */
export function decodeText(
  bytes: Uint8Array,
): { text: string } | { problem: string } {
  if (bytes.includes(0)) return { problem: 'It is no text file' };
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { problem: 'It is no text in UTF-8' };
  }
}
