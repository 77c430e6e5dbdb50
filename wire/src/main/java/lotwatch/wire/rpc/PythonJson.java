package lotwatch.wire.rpc;

import lotwatch.ledger.View;
import lotwatch.ledger.View.LotView;

/** JSON as Python's {@code json.dumps} writes it: blanks after colon and comma, ASCII only. */
public final class PythonJson {
  private PythonJson() {}

  /** All lots, by id: {@code [{"id": "A", "capacity": 2, "occupied": 1, "free": 1}]}. */
  public static String lots(View view) {
    var json = new StringBuilder("[");
    for (LotView lot : view.lots()) {
      json.append(json.length() == 1 ? "" : ", ");
      var tally = lot.tally();
      json.append("{\"id\": ").append(text(lot.id().value()));
      json.append(", \"capacity\": ").append(tally.capacity());
      json.append(", \"occupied\": ").append(tally.occupied());
      json.append(", \"free\": ").append(tally.free()).append('}');
    }
    return json.append(']').toString();
  }

  /** A string with its quotation marks. */
  public static String text(String value) {
    var json = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c >= ' ' && c < 0x7f) {
            json.append(c);
          } else {
            json.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              json.append(Character.forDigit((c >> shift) & 0xf, 16));
            }
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
