package lotwatch.replica;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Whether a scenario is whole: one that leaves something out would hold nobody to it. It must have
 * each command, outcome and change, each constant of their enums, and whatever may be null in a
 * command both ways.
 */
final class GoldenCheck {
  private final Set<Class<?>> walked = new HashSet<>();
  private final Set<String> missing = new TreeSet<>();

  private GoldenCheck() {}

  /**
   * @throws IllegalStateException if something is missing; names all of it
   */
  static void check(List<Entry> entries) {
    var check = new GoldenCheck();
    List.of(Command.class, Outcome.class, Event.Change.class).forEach(check::want);
    var ledger = new Ledger();
    for (var entry : entries) {
      var answer = ledger.apply(entry);
      check.have(entry.command());
      check.have(answer.outcome());
      answer.events().forEach(event -> check.have(event.change()));
    }
    if (!check.missing.isEmpty()) {
      throw new IllegalStateException("the scenario is without " + check.missing);
    }
  }

  private void want(Type type) {
    if (type instanceof ParameterizedType list) {
      List.of(list.getActualTypeArguments()).forEach(this::want);
    } else if (type instanceof Class<?> each && walked.add(each)) {
      if (each.isSealed()) {
        List.of(each.getPermittedSubclasses()).forEach(this::want);
      } else if (each.isEnum()) {
        List.of(each.getEnumConstants()).forEach(constant -> missing.add(name(constant)));
      } else if (each.isRecord()) {
        missing.add(each.getName());
        List.of(each.getRecordComponents()).forEach(this::want);
      }
    }
  }

  private void want(RecordComponent component) {
    want(component.getGenericType());
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && !Event.Change.class.isAssignableFrom(component.getDeclaringRecord())) {
      missing.add(name(component, null));
      missing.add(name(component, component));
    }
  }

  private void have(@Nullable Object value) {
    switch (value) {
      case Collection<?> all -> all.forEach(this::have);
      case Enum<?> constant -> missing.remove(name(constant));
      case Record record -> {
        missing.remove(record.getClass().getName());
        for (var component : record.getClass().getRecordComponents()) {
          var part = part(record, component);
          missing.remove(name(component, part));
          have(part);
        }
      }
      case null, default -> {}
    }
  }

  private static @Nullable Object part(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Object constant) {
    return constant.getClass().getName() + "." + constant;
  }

  private static String name(RecordComponent component, @Nullable Object value) {
    return "%s.%s %s"
        .formatted(
            component.getDeclaringRecord().getName(),
            component.getName(),
            value == null ? "null" : "not null");
  }
}
