/** One text per set of labels in a namespace. */
export function podKey(
  namespace: string,
  labels: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(labels);
  if (names.length > 1) names.sort();
  let key = namespace;
  for (const name of names) key += `\n${name}=${labels[name]}`;
  return key;
}
