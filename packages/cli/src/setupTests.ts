import fc from 'fast-check';

// Where a change is judged the same cases are tried each time, not lucky ones;
// by hand they are others each time.
if (process.env.CI) {
  fc.configureGlobal({ seed: 20_261_126 });
}
