import type { JsonObject, JsonValue } from '@backstage/types';
import type { Random } from '../azure/Random';
import { hostileText, hostileValue } from './hostileValues';

type Slot = { parent: JsonObject | JsonValue[]; key: string | number };

/** Each after what it is in. Without recursion: what is hostile is deep. */
function listSlots(root: JsonValue): Slot[] {
  const slots: Slot[] = [];
  const open = listChildren(root).reverse();
  for (let slot = open.pop(); slot; slot = open.pop()) {
    slots.push(slot);
    const holder = slot.parent as Record<string | number, JsonValue>;
    open.push(...listChildren(holder[slot.key]).reverse());
  }
  return slots;
}

function listChildren(value: JsonValue | undefined): Slot[] {
  if (Array.isArray(value)) {
    return value.map((_, key) => ({ parent: value, key }));
  }
  return value !== null && typeof value === 'object'
    ? Object.keys(value).map(key => ({ parent: value, key }))
    : [];
}

/** Takes out, or puts in beside; what remains is JSON. */
function changeList(list: JsonValue[], key: number, random: Random): void {
  const remove = random.below(2);
  const added = random.chance(0.5) ? [hostileValue(random)] : [];
  list.splice(key, remove, ...added);
}

function changeObject(object: JsonObject, key: string, random: Random): void {
  if (random.chance(0.5)) {
    delete object[key];
    return;
  }
  // As JSON.parse does: a key of its own, whatever its name.
  Object.defineProperty(object, hostileText(random), {
    value: hostileValue(random),
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function change({ parent, key }: Slot, random: Random): void {
  const holder = parent as Record<string | number, JsonValue | undefined>;
  switch (random.below(6)) {
    case 0:
    case 1:
      if (Array.isArray(parent)) {
        changeList(parent, Number(key), random);
      } else {
        changeObject(parent, String(key), random);
      }
      break;
    case 2:
      holder[key] = [holder[key] ?? null, hostileValue(random)];
      break;
    case 3:
      holder[key] = { [hostileText(random)]: holder[key] ?? null };
      break;
    default:
      holder[key] = hostileValue(random);
  }
}

/** A copy of something valid in which a few things are not what they were. */
export function mutate<T>(valid: T, random: Random, times = 4): T {
  const copy = structuredClone(valid);
  const count = 1 + random.below(times);
  for (let done = 0; done < count; done += 1) {
    const slots = listSlots(copy as JsonValue);
    if (slots.length > 0) {
      change(random.pick(slots), random);
    }
  }
  return copy;
}
