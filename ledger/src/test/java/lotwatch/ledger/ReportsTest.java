package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.ReportChange.SpacesReported;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.ReportCommand.ServiceHeartbeat;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private final FakeContext context = new FakeContext();
  private final List<String> counted = new ArrayList<>();
  private final Reports reports =
      new Reports(context, (location, available) -> counted.add(location + " " + available));

  @Test
  void reportIsAnEventAndIsCountedInItsLocation() {
    reports.obey(new Report("cam1", "north", 4, Campus.NOON));

    assertThat(context.changes).containsExactly(new SpacesReported("cam1", "north", 4));
    assertThat(counted).containsExactly("north 4");
  }

  @Test
  void onlyTheNewestReportOfAReporterIsKept() {
    reports.obey(new Report("cam1", "north", 4, Campus.NOON));
    reports.obey(new Report("cam1", "south", 5, Campus.NOON));
    reports.obey(new ServiceHeartbeat("gate", "OK", Campus.NOON));
    reports.draw();

    assertThat(reports.save())
        .containsExactly(
            new ReportState("cam1", "south", 5, Campus.NOON),
            new ServiceState("gate", "OK", Campus.NOON));
    assertThat(reports.reportsView().all()).hasSize(1);
    assertThat(reports.servicesView().all()).hasSize(1);
  }

  @Test
  void reportersHaveALimit() {
    for (int n = 0; n < ReportCommand.REPORTERS_MAX; n++) {
      reports.obey(new Report("r" + n, "north", 1, Campus.NOON));
    }

    assertThat(reports.obey(new Report("one more", "north", 1, Campus.NOON)))
        .isEqualTo(new Rejected(Reason.LIMIT, "reporters are 2000, which is the limit"));
  }

  @Test
  void errorsNameTheFieldsOfTheLedger() {
    assertThatThrownBy(() -> new Report("", "north", 1, Campus.NOON))
        .hasMessage("reporter is empty");
    assertThatThrownBy(() -> new ServiceHeartbeat(" ", "OK", Campus.NOON))
        .hasMessage("service is empty");
  }
}
