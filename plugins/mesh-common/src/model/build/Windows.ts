import { canonicalJson } from '../../objects/canonicalJson';
import type { CallWindow } from '../types';
import type { Ends } from './Ends';
import { stateOfWindow, type WindowState } from './stateOfWindow';

/** Tells which windows are open at the instant of the input. */
export class Windows {
  readonly #known = new Map<string, WindowState>();

  constructor(readonly ends: Ends) {}

  stateOf(window: CallWindow): WindowState {
    const key = canonicalJson(window);
    const state = this.#known.get(key) ?? stateOfWindow(window, this.ends.now);
    this.#known.set(key, state);
    if (state.changesAt !== undefined) {
      this.ends.changesAt(state.changesAt);
    }
    return state;
  }
}
