import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { PRICE_ITEMS, type PriceItem } from './items';

const PAGE = 20;
const CLAUSE = /(\w+) eq '((?:[^']|'')*)'/;

/** The list of retail prices, which wants no login. */
export function createPricesRouter(): Router {
  const router = PromiseRouter();
  router.get('/api/retail/prices', (req, res) => {
    const { $filter = '', $skip = '0' } = req.query;
    const found = filterItems(String($filter));
    const start = Number($skip) || 0;
    const next = new URL(
      req.originalUrl,
      `http://${req.headers.host ?? '127.0.0.1'}`,
    );
    next.searchParams.set('$skip', String(start + PAGE));
    const items = found.slice(start, start + PAGE);
    res.json({
      BillingCurrency: 'USD',
      CustomerEntityId: 'Default',
      CustomerEntityType: 'Retail',
      Items: items,
      NextPageLink: start + PAGE < found.length ? next.href : null,
      Count: items.length,
    });
  });
  return router;
}

/** Clauses joined by `and`; of several joined by `or` one must hold. */
function filterItems(filter: string): PriceItem[] {
  const clauses = filter
    .split(/ and /i)
    .filter(Boolean)
    .map(clause => clause.replace(/[()]/g, ' ').split(/ or /i));
  return PRICE_ITEMS.filter(item =>
    clauses.every(any => any.some(clause => holds(item, clause))),
  );
}

function holds(item: PriceItem, clause: string): boolean {
  const match = CLAUSE.exec(clause);
  if (!match) {
    return false;
  }
  const [, field, value] = match;
  return String(item[field as keyof PriceItem]) === value;
}
