import { canonicalJson } from '../../../objects/canonicalJson';
import type { MeshObject } from '../../../objects';
import { isRecord, toRecord, toText } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { groups, specOf, type Fields } from './objects';
import { listCovered, type Match } from './coveredMatches';

/** A rule of a VirtualService that no call gets to, or a match of one. */
export type Unreachable = {
  object: MeshObject;
  path: string;
  isWholeRule: boolean;
  /** Why, as the end of a sentence. */
  reason: string;
};

type Rule = { kind: string; index: number; fields: Fields };

/** What calls never get to in VirtualServices; derive it from the context. */
export function listUnreachable(context: LintContext): Unreachable[] {
  return context
    .ofKind('VirtualService', groups.networking)
    .flatMap(object =>
      ['http', 'tcp', 'tls'].flatMap(kind =>
        checkRules(object, listRules(object, kind)),
      ),
    );
}

function listRules(object: MeshObject, kind: string): Rule[] {
  const rules = specOf(object)[kind];
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((fields: unknown, index) =>
    isRecord(fields) ? [{ kind, index, fields }] : [],
  );
}

function checkRules(object: MeshObject, rules: readonly Rule[]): Unreachable[] {
  const seen = new Map<string, Match>();
  const fresh: Match[] = [];
  const found: Omit<Unreachable, 'object'>[] = [];
  let open: Rule | undefined;
  for (const rule of rules) {
    const path = `spec/${rule.kind}[${rule.index}]`;
    const matches = listMatches(rule);
    if (open && matches.length === 0) {
      const reason = `${pathOf(
        open,
      )} has no matches and takes every call; only the last rule may have none`;
      found.push({ path, isWholeRule: true, reason });
    } else if (open) {
      const reason = `${pathOf(
        open,
      )} has no matches and takes every call before it`;
      found.push({ path, isWholeRule: true, reason });
    }
    if (matches.length === 0) open = rule;
    if (open) continue;
    const repeated = matches.filter(match => {
      const first = seen.get(match.text);
      if (!first) {
        seen.set(match.text, match);
        fresh.push(match);
        return false;
      }
      const reason = `${first.path} is the same`;
      found.push({ path: match.path, isWholeRule: false, reason });
      return true;
    });
    if (repeated.length === matches.length) {
      const reason = 'rules before it have all of its matches';
      found.push({ path, isWholeRule: true, reason });
    }
  }
  return [...found, ...listCovered(fresh)].map(item => ({ object, ...item }));
}

function pathOf({ kind, index }: Rule): string {
  return `spec/${kind}[${index}]`;
}

function listMatches(rule: Rule): Match[] {
  const { match } = rule.fields;
  if (!Array.isArray(match)) return [];
  return match.map((item: unknown, index) => {
    const fields = isRecord(item) ? item : {};
    const uri = rule.kind === 'http' ? toRecord(fields.uri) : {};
    return {
      path: `${pathOf(rule)}/match[${index}]`,
      fields,
      text: toComparable(fields, rule.kind),
      uriPrefix: toText(uri.prefix) ?? '',
    };
  });
}

/** Equal for matches that mean the same: without names and empty fields. */
function toComparable(fields: Fields, kind: string): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(fields).filter(
        ([key, value]) =>
          !(kind === 'http' && key === 'name') && !isEmpty(value),
      ),
    ),
  );
}

function isEmpty(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}
