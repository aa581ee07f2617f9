import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Busy machines take their time to load what is loaded on demand.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);
