/**
 * `sim check-certificate CERTIFICATE SCENARIO`: check a proof that `sim verify --certificate` wrote, by a small program that
 * shares no code with the one that found it. Exit 0: it holds; 1: it does not; 2: it cannot be read, or is about another
 * scenario or other settings.
 *
 * The settings are those of this call and not those the file names: whoever doubts a proof says what it is to be about.
 *
 * @module
 */
import { checkCertificateFile } from '../../judge/evidence/certificate-file.ts';
import { formatCertificate } from '../../report/text/text-certificate.ts';
import type { Command } from '../command.ts';
import { EXIT_FAIL, EXIT_PASS } from '../exit.ts';
import { expectKind } from '../file-kind.ts';
import { PLUGIN_OPTIONS, readWith, SETTING_OPTIONS, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

const VERB = 'check-certificate';

export const checkCertificate: Command = {
  verb: VERB,
  words: ['certificate', 'scenario'],
  describe: 'Check a proof that was written to a file, without trusting whoever wrote it',
  options: {
    set: SETTING_OPTIONS.set!,
    horizon: { value: 'DURATION', describe: 'where the proof was made with another one' },
    ...PLUGIN_OPTIONS,
    json: { describe: 'Print JSON alone' },
  },
  examples: [['sim check-certificate prod.proof.json prod.yaml', 'Does it prove what it says?']],
  async run(args, io) {
    const [certificate, file] = args.words as [string, string];
    const text = await io.readCertificate(certificate);
    if (!text.trimStart().startsWith('{')) {
      throw new UsageError(`${certificate} is no certificate: it comes first, and then the scenario`, VERB);
    }
    expectKind(text, certificate, 'certificate');
    const { scenario } = await readWith(file, settingsOf(args, VERB), io);
    const checked = checkCertificateFile(text, scenario, { certificate, scenario: file });
    if (args.flag('json')) io.out(`${JSON.stringify(checked, undefined, 2)}\n`);
    else io.out(formatCertificate(checked, { width: io.width, colour: io.colour }));
    return checked.holds ? EXIT_PASS : EXIT_FAIL;
  },
};
