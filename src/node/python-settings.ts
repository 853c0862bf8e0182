/**
 * The constants of a Python module, read by Python's own parser (`ast`): nothing of the module is run.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import type { Found } from '../export/format.ts';
import { runPython } from './python.ts';

/**
 * Every name that the module, or a class in it, sets, in its order; then arguments by keyword and defaults of parameters, as `f(name)`.
 * What is no number, no text and no `timedelta` of numbers, or is set only on some way through the module, is unclear.
 *
 * @throws {ConfigError} where Python cannot parse it, with the place Python names.
 * @throws {FileError} where there is no python3 to read it with.
 * @example
 * await readPythonSettings('BATCH = 4', 'settings.py'); // [{ name: 'BATCH', … }]
 */
export async function readPythonSettings(text: string, file: string): Promise<readonly Found[]> {
  const answer: Answer = JSON.parse(await runPython(PROGRAM, text, file));
  if (answer.error === undefined) return answer.found;
  const { line, column, says } = answer.error;
  throw new ConfigError([configIssue('not_readable', { file, line, column }, `not Python: ${says}`)], text);
}

interface Answer {
  readonly found: readonly Found[];
  readonly error?: { readonly line: number; readonly column: number; readonly says: string };
}

const PROGRAM = `
import ast, json, re, sys
from fractions import Fraction

text = sys.stdin.buffer.read().decode('utf-8', 'replace')
# As Python's parser counts lines: other separators end none.
lines = re.findall(r'[^\\r\\n]*(?:\\r\\n|\\r|\\n)|[^\\r\\n]+$', text)
UNITS = {'days': 86400000, 'hours': 3600000, 'minutes': 60000, 'seconds': 1000, 'milliseconds': 1, 'weeks': 604800000}

# As it is written, up to the end of its first line; ast.get_source_segment splits the whole text each time.
def source(node):
    end = node.end_col_offset if node.end_lineno == node.lineno else None
    return lines[node.lineno - 1].encode()[node.col_offset:end].decode('utf-8', 'replace').strip()

def digits(node):
    negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    inner = node.operand if negative else node
    if not isinstance(inner, ast.Constant) or type(inner.value) not in (int, float):
        return None
    written = source(inner).replace('_', '')
    try:
        Fraction(written)
    except ValueError:
        written = str(inner.value)
    return ('-' if negative else '') + written

def timedelta(node):
    if not isinstance(node, ast.Call) or node.args:
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, 'id', None)
    if name != 'timedelta' or not node.keywords:
        return None
    total = Fraction(0)
    for part in node.keywords:
        count = digits(part.value)
        if part.arg not in UNITS or count is None:
            return None
        total += Fraction(count) * UNITS[part.arg]
    if total.denominator != 1 or total < 0:
        return None
    return str(total.numerator) + 'ms'

def scalar(node):
    number = digits(node)
    if number is not None:
        return {'kind': 'number', 'digits': number}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {'kind': 'text', 'text': node.value}
    span = timedelta(node)
    return None if span is None else {'kind': 'text', 'text': span}

def column(node):
    return len(lines[node.lineno - 1].encode()[:node.col_offset].decode('utf-8', 'replace')) + 1

def units(piece):
    return len(piece.encode('utf-16-le', 'surrogatepass')) // 2

starts = [0]
for line in lines:
    starts.append(starts[-1] + units(line))

def offset(lineno, col_offset):
    line = lines[lineno - 1] if lineno <= len(lines) else ''
    return starts[lineno - 1] + units(line.encode()[:col_offset].decode('utf-8', 'replace'))

# A value that is worked out, or set where not everybody comes by, is unclear.
def told(name, node, at, sure=True):
    value = scalar(node) if sure else None
    if value is None:
        written = source(node if sure else at)
        value = {'kind': 'unclear', 'written': written if len(written) <= 60 else written[:59] + '…'}
    span = {'start': offset(node.lineno, node.col_offset), 'end': offset(node.end_lineno, node.end_col_offset)}
    return [{'name': name, 'scalar': value, 'line': at.lineno, 'column': column(at), 'value': span}]

def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    inner = dotted(node.value) if isinstance(node, ast.Attribute) else None
    return None if inner is None else inner + '.' + node.attr

# Keyword arguments of calls and defaults of parameters, as f(name).
def arguments(tree):
    found = []
    for node in ast.walk(tree):
        called = dotted(node.func) if isinstance(node, ast.Call) else None
        if called is not None and called.split('.')[-1] != 'timedelta':
            for part in node.keywords:
                if part.arg is not None:
                    found += told(called + '(' + part.arg + ')', part.value, part.value)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            plain = node.args.posonlyargs + node.args.args
            pairs = list(zip(plain[len(plain) - len(node.args.defaults):], node.args.defaults))
            pairs += [(arg, value) for arg, value in zip(node.args.kwonlyargs, node.args.kw_defaults) if value is not None]
            for arg, value in pairs:
                found += told(node.name + '(' + arg.arg + ')', value, value)
    return found

def named(target):
    if isinstance(target, ast.Starred):
        return named(target.value)
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for one in target.elts for name in named(one)]
    return [target.id] if isinstance(target, ast.Name) else []

def assigned(node, found, sure, only):
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    plain = sure and not isinstance(node, ast.AugAssign)
    for target in targets:
        for name in named(target):
            if only is None or name in only:
                found += told(name, node.value, node, plain and isinstance(target, ast.Name))

# In a function only what it says is global is the module's.
def walk(body, found, sure=True, only=None):
    for node in body:
        if isinstance(node, ast.ClassDef):
            walk(node.body, found, sure, only)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names = {name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names}
            if names:
                walk(node.body, found, False, names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name
                if only is None or name in only:
                    found += told(name, node, node, False)
        elif isinstance(node, (ast.Assign, ast.AugAssign)) or isinstance(node, ast.AnnAssign) and node.value:
            assigned(node, found, sure, only)
        else:
            for part in ('body', 'orelse', 'handlers', 'finalbody', 'cases'):
                inner = getattr(node, part, None)
                for one in inner if isinstance(inner, list) else []:
                    walk(one.body if isinstance(one, (ast.ExceptHandler, getattr(ast, 'match_case', ast.ExceptHandler))) else [one], found, False, only)
    return found

try:
    tree = ast.parse(text)
    answer = {'found': walk(tree.body, []) + arguments(tree)}
except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
    says = getattr(error, 'msg', None) or str(error) or type(error).__name__
    answer = {'found': [], 'error': {'line': getattr(error, 'lineno', None) or 1, 'column': max(1, getattr(error, 'offset', None) or 1), 'says': says}}
json.dump(answer, sys.stdout)
`;
