import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { AskRequest } from '@meshwright/plugin-mesh-common';

const KEYS = ['from', 'to', 'cluster', 'port', 'method', 'path'] as const;

export type Question = Partial<Record<(typeof KEYS)[number], string>>;

/** The question in the address of the page, so that a link asks it again. */
export function useQuestion() {
  const [params, setParams] = useSearchParams();
  const question: Question = Object.fromEntries(
    KEYS.flatMap(key => {
      const value = params.get(key);
      return value ? [[key, value]] : [];
    }),
  );
  const text = JSON.stringify(question);
  const request = useMemo(() => toRequest(JSON.parse(text)), [text]);

  const setQuestion = (next: Question) =>
    setParams(
      current => {
        const changed = new URLSearchParams(current);
        for (const key of KEYS) {
          changed.delete(key);
          const value = next[key]?.trim();
          if (value) {
            changed.set(key, value);
          }
        }
        return changed;
      },
      { replace: true },
    );

  return { question, request, setQuestion };
}

/** Undefined until both ends are known. */
function toRequest(question: Question): AskRequest | undefined {
  const { from, to, port, ...rest } = question;
  if (!from || !to) {
    return undefined;
  }
  return {
    from,
    to,
    ...(port && { port: /^\d+$/.test(port) ? Number(port) : port }),
    ...rest,
  };
}
