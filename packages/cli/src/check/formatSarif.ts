import { pathToFileURL } from 'node:url';
import type { Log, Location, ReportingDescriptor, Result } from 'sarif';
import packageJson from '../../package.json';
import type { Finding, Findings } from '../output/findings';
import type { Place } from '../read/types';
import { docsOf, listRules, type Rule } from './rules';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;
const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A log of SARIF 2.1.0, for the code scanning of a forge. */
export function formatSarif(found: Findings, docs: string | undefined): Log {
  const { findings, silenced, problems } = found;
  const rules = listRules();
  const indexes = new Map(rules.map(({ code }, index) => [code, index]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Meshwright',
            semanticVersion: packageJson.version,
            rules: rules.map(rule => toDescriptor(rule, docs)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          ...findings.map(finding =>
            toResult(finding, indexes.get(finding.code)),
          ),
          ...silenced.map(
            (finding): Result => ({
              ...toResult(finding, indexes.get(finding.code)),
              suppressions: [{ kind: 'inSource' }],
            }),
          ),
        ],
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map(problem => ({
              level: 'error',
              message: { text: problem.message },
              locations: [toLocation(problem)],
            })),
          },
        ],
      },
    ],
  };
}

function toDescriptor(
  { code, severity, summary }: Rule,
  docs: string | undefined,
): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: summary },
    fullDescription: { text: `${summary}.` },
    help: {
      text: `${summary}. The documentation explains it: ${docsOf(code)}`,
    },
    ...(docs && { helpUri: `${docs}${docsOf(code)}` }),
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function toResult(finding: Finding, ruleIndex: number | undefined): Result {
  const { code, severity, subject, pointer, message } = finding;
  return {
    ruleId: code,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: `${subject}: ${message}` },
    locations: [
      {
        ...toLocation(finding),
        logicalLocations: [{ fullyQualifiedName: `${subject} ${pointer}` }],
      },
    ],
    // Stays the same when lines move.
    partialFingerprints: { 'meshwright/v1': `${code} ${subject} ${pointer}` },
  };
}

function toLocation({ file, line, column }: Place): Location {
  const region = {
    startLine: line ?? 1,
    ...(column !== undefined && { startColumn: column }),
  };
  return {
    physicalLocation: { artifactLocation: { uri: toUri(file) }, region },
  };
}

/** Relative to where the command was called; absolute elsewhere. */
function toUri(file: string): string {
  if (file.startsWith('/')) return pathToFileURL(file).href;
  return file.replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
