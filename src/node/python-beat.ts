/**
 * The schedule of Celery beat in a settings module, read by Python's own parser (`ast`): nothing of the module is run.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import type { BeatModule } from '../init/celery.ts';
import { runPython } from './python.ts';

/**
 * What the module says of when tasks start, where they run and how often: of what is worked out only when it runs, that it
 * could not be read.
 *
 * @throws {ConfigError} where Python cannot parse it, with the place Python names.
 * @throws {FileError} where there is no python3 to read it with.
 */
export async function readPythonBeat(text: string, file: string): Promise<BeatModule> {
  const answer: Answer = JSON.parse(await runPython(PROGRAM, text, file));
  if (answer.error === undefined) return answer;
  const { line, column, says } = answer.error;
  throw new ConfigError([configIssue('not_readable', { file, line, column }, `not Python: ${says}`)], text);
}

interface Answer extends BeatModule {
  readonly error?: { readonly line: number; readonly column: number; readonly says: string };
}

const PROGRAM = `
import ast, json, re, sys
from fractions import Fraction

text = sys.stdin.buffer.read().decode('utf-8', 'replace')
MILLISECONDS = {'weeks': 604800000, 'days': 86400000, 'hours': 3600000, 'minutes': 60000, 'seconds': 1000, 'milliseconds': 1}
MILLISECONDS['microseconds'] = Fraction(1, 1000)
POSITIONS = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks']
FIELDS = ['minute', 'hour', 'day_of_month', 'month_of_year', 'day_of_week']
OLD = {'celerybeat_schedule': 'beat_schedule', 'routes': 'task_routes', 'annotations': 'task_annotations', 'time_zone': 'timezone'}
OLD.update({'celeryd_concurrency': 'worker_concurrency', 'celeryd_task_time_limit': 'task_time_limit'})
OLD.update({'celeryd_task_soft_time_limit': 'task_soft_time_limit'})

class Unknown(Exception):
    pass

names = {}

def follow(node, seen=()):
    """The node that a name of the module stands for."""
    if isinstance(node, ast.Name) and node.id in names and node.id not in seen:
        return follow(names[node.id], seen + (node.id,))
    return node

def number(node):
    node = follow(node)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        try:
            return Fraction(str(node.value))
        except ValueError:
            raise Unknown()
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -number(node.operand)
    if isinstance(node, ast.BinOp):
        left, right = number(node.left), number(node.right)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div) and right != 0:
            return left / right
    raise Unknown()

def string(node):
    node = follow(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise Unknown()

def called(node):
    if not isinstance(node, ast.Call):
        return None
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, 'id', None)

def span(node):
    total = Fraction(0)
    parts = list(zip(POSITIONS, node.args)) + [(part.arg, part.value) for part in node.keywords]
    for name, value in parts:
        if name not in MILLISECONDS:
            raise Unknown()
        total += number(value) * MILLISECONDS[name]
    return total

def field(node):
    node = follow(node)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return ','.join(field(each) for each in node.elts)
    if isinstance(node, ast.Constant) and type(node.value) in (int, str):
        return str(node.value)
    raise Unknown()

def every(ms, node):
    """With the name of the constant that says it, where one does."""
    symbol = node.id if isinstance(node, ast.Name) else None
    kept = 'ms' if called(follow(node)) == 'timedelta' else 's'
    plain = isinstance(names.get(symbol), (ast.Constant, ast.Call))
    told = {'kind': 'every', 'numerator': str(ms.numerator), 'denominator': str(ms.denominator)}
    return dict(told, symbol=symbol, counted=kept == 's') if plain else told

def schedule(node):
    given, node = node, follow(node)
    name = called(node)
    try:
        if name == 'timedelta':
            return every(span(node), given)
        if name == 'schedule':
            inner = node.args[0] if node.args else next(part.value for part in node.keywords if part.arg == 'run_every')
            return schedule(inner)
        if name == 'from_string' and len(node.args) == 1:
            return {'kind': 'pattern', 'pattern': string(node.args[0])}
        if name == 'crontab':
            # The order of the later ones differs between versions of Celery.
            if len(node.args) > 2:
                raise Unknown()
            fields = dict(zip(FIELDS, [field(each) for each in node.args]))
            for part in node.keywords:
                if part.arg in FIELDS:
                    fields[part.arg] = field(part.value)
                elif part.arg is None:
                    raise Unknown()
            return {'kind': 'crontab', 'fields': fields}
        return every(number(node) * 1000, given)
    except (Unknown, StopIteration):
        return {'kind': 'unknown', 'says': ast.unparse(given)[:80]}

def pairs(node):
    """Keys and values of a dict, however it is written; a key that is worked out is None."""
    node = follow(node)
    if isinstance(node, ast.Dict):
        found = []
        for key, value in zip(node.keys, node.values):
            if key is None:
                found += pairs(value)
                continue
            try:
                found.append((string(key), key, value))
            except Unknown:
                found.append((None, key, value))
        return found
    if called(node) == 'dict' and not node.args:
        return [(part.arg, part.value, part.value) for part in node.keywords if part.arg is not None]
    return []

def get(node, key):
    return next((value for name, _, value in reversed(pairs(node)) if name == key), None)

def text_at(node, key):
    value = None if node is None else get(node, key)
    try:
        return None if value is None else string(value)
    except Unknown:
        return None

out = {'entries': [], 'routes': [], 'rates': [], 'limits': []}

def entry(name, at, task, when, queue):
    name = name if name is not None else ast.unparse(at)[:80]
    out['entries'] = [each for each in out['entries'] if each['name'] != name]
    out['entries'].append({'name': name, 'line': at.lineno, 'task': task, 'schedule': when, 'queue': queue})

def entries(node):
    for name, at, value in pairs(node):
        one(name, at, value)

def one(name, at, value):
    when = get(value, 'schedule')
    options = get(value, 'options')
    queue = None if options is None else text_at(options, 'queue')
    found = {'kind': 'unknown', 'says': ast.unparse(value)[:80]} if when is None else schedule(when)
    entry(name, at, text_at(value, 'task'), found, queue)

def limits(task, line, soft, hard):
    for kind, node in (('soft', soft), ('hard', hard)):
        try:
            if node is not None:
                seconds = number(node)
                out['limits'].append({'task': task, 'line': line, 'kind': kind, 'ms': float(seconds * 1000)})
        except Unknown:
            pass

def rate(task, node):
    try:
        out['rates'].append({'task': task, 'line': node.lineno, 'rate': string(node)})
    except Unknown:
        try:
            out['rates'].append({'task': task, 'line': node.lineno, 'rate': str(float(number(node))) + '/s'})
        except Unknown:
            pass

def setting(name, value):
    key = name.lower()
    key = key[7:] if key.startswith('celery_') else key
    key = OLD.get(key, key)
    if key == 'beat_schedule':
        entries(value)
    elif key == 'timezone':
        try:
            if 'timezone' not in out or name.lower() != 'time_zone':
                out['timezone'] = {'name': string(value), 'line': value.lineno}
        except Unknown:
            pass
    elif key == 'task_routes':
        for task, at, where in pairs(value):
            queue = text_at(where, 'queue')
            try:
                queue = queue or string(where)
            except Unknown:
                pass
            if task is not None and queue is not None:
                out['routes'].append({'task': task, 'queue': queue})
    elif key == 'task_default_queue':
        try:
            out['queue'] = string(value)
        except Unknown:
            pass
    elif key == 'task_annotations':
        for task, at, how in pairs(value):
            if task is None:
                continue
            each = get(how, 'rate_limit')
            if each is not None:
                rate(task, each)
            limits(task, at.lineno, get(how, 'soft_time_limit'), get(how, 'time_limit'))
    elif key == 'worker_concurrency':
        try:
            count = number(value)
            if count.denominator == 1 and 0 < count < 100000:
                out['concurrency'] = {'slots': count.numerator, 'symbol': name if isinstance(value, ast.Constant) and names.get(name) is value else None}
        except Unknown:
            pass
    elif key == 'task_time_limit':
        limits('*', value.lineno, None, value)
    elif key == 'task_soft_time_limit':
        limits('*', value.lineno, value, None)
    elif name in ('CELERY', 'celery', 'CELERY_CONFIG'):
        for inner, _, each in pairs(value):
            if inner is not None:
                setting(inner, each)

def target_name(node):
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None

def assigned(target, value):
    if isinstance(target, ast.Subscript):
        if target_name(target.value) is not None and target_name(target.value).lower().endswith('beat_schedule'):
            try:
                one(string(target.slice), target, value)
            except Unknown:
                one(None, target, value)
        elif target_name(target.value) == 'conf':
            try:
                setting(string(target.slice), value)
            except Unknown:
                pass
        return
    name = target_name(target)
    if name is not None:
        setting(name, value)

def call(node):
    name = called(node)
    if name == 'add_periodic_task' and node.args:
        words = {part.arg: part.value for part in node.keywords}
        signature = node.args[1] if len(node.args) > 1 else words.get('sig')
        function = signature.func.value if isinstance(signature, ast.Call) and isinstance(signature.func, ast.Attribute) else signature
        task = None if function is None else ast.unparse(function)[:80]
        try:
            label = string(words['name'])
        except (KeyError, Unknown):
            label = task
        queue = words.get('queue')
        entry(label, node, task, schedule(node.args[0]), queue.value if isinstance(queue, ast.Constant) else None)
    if name == 'update' and isinstance(node.func, ast.Attribute):
        owner = target_name(node.func.value)
        if owner == 'conf':
            for inner, _, each in [found for given in node.args for found in pairs(given)]:
                if inner is not None:
                    setting(inner, each)
            for part in node.keywords:
                if part.arg is not None:
                    setting(part.arg, part.value)
        elif owner is not None and owner.lower().endswith('beat_schedule'):
            for given in node.args:
                entries(given)

def decorated(node):
    for each in node.decorator_list:
        if called(each) in ('task', 'shared_task', 'periodic_task'):
            words = {part.arg: part.value for part in each.keywords}
            try:
                task = string(words['name'])
            except (KeyError, Unknown):
                task = node.name
            if 'rate_limit' in words:
                rate(task, words['rate_limit'])
            limits(task, each.lineno, words.get('soft_time_limit'), words.get('time_limit'))

def walk(node):
    """In the order of the text: what stands further down is what counts."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            assigned(target, node.value)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        assigned(node.target, node.value)
    elif isinstance(node, ast.Call):
        call(node)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        decorated(node)
    for child in ast.iter_child_nodes(node):
        walk(child)

def constants(body):
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    names[target.id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            names[node.target.id] = node.value
        elif isinstance(node, ast.ClassDef):
            constants(node.body)

try:
    tree = ast.parse(text)
    constants(tree.body)
    walk(tree)
except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
    says = getattr(error, 'msg', None) or str(error) or type(error).__name__
    out['error'] = {'line': getattr(error, 'lineno', None) or 1, 'column': max(1, getattr(error, 'offset', None) or 1), 'says': says}
json.dump(out, sys.stdout)
`;
