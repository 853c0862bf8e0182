import { matchers } from 'quotasim/testing';
import { expect } from 'vitest';

expect.extend(matchers);
