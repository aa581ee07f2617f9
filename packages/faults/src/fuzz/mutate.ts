import type { JsonObject, JsonValue } from '@backstage/types';
import type { Random } from '../azure/Random';
import { hostileText, hostileValue } from './hostileValues';

type Slot = { parent: JsonObject | JsonValue[]; key: string | number };

function listSlots(value: JsonValue | undefined, slots: Slot[] = []): Slot[] {
  if (Array.isArray(value)) {
    value.forEach((item, key) => {
      slots.push({ parent: value, key });
      listSlots(item, slots);
    });
  } else if (value !== null && typeof value === 'object') {
    for (const key of Object.keys(value)) {
      slots.push({ parent: value, key });
      listSlots(value[key], slots);
    }
  }
  return slots;
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
