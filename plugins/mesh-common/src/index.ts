/**
 * The pure core of Meshwright: reads declarations, compiles, plans, evaluates
 * and explains mesh policy. No IO, no clock, no randomness.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './compile';
export * from './evaluate';
export * from './events';
export * from './model';
export * from './objects';
export * from './permissions';
export * from './plan';
export * from './preview';
export * from './provision';
export * from './status';
