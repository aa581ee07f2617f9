import { type MatrixView, nameAccess, nameCallers } from './describeMatrix';

/** One line per edge and open port, for spreadsheets. */
export function formatCsv({ edges, open }: MatrixView): string {
  const rows = [
    ['from', 'to', 'port', 'access', 'mtls'],
    ...edges.map(edge => [
      edge.from,
      edge.to,
      String(edge.port),
      nameAccess(edge),
      edge.mtls,
    ]),
    ...open.map(port => [
      nameCallers(port),
      port.to,
      String(port.port),
      'everything',
      '',
    ]),
  ];
  return rows.map(row => `${row.map(quote).join(',')}\r\n`).join('');
}

/** Spreadsheets take what starts with such a sign for a formula. */
function quote(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
}
