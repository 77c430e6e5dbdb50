package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.Outcome.Accepted;
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
            new ReportState("cam1", "south", 5, Campus.NOON, context.now),
            new ServiceState("gate", "OK", Campus.NOON, context.now));
    assertThat(reports.reportsView().all()).hasSize(1);
    assertThat(reports.servicesView().all()).hasSize(1);
  }

  @Test
  void olderReportChangesNothing() {
    reports.obey(new Report("cam1", "north", 0, Campus.NOON));

    assertThat(reports.obey(new Report("cam1", "north", 5, Campus.NOON.minusSeconds(100))))
        .isEqualTo(new Accepted());
    assertThat(reports.save())
        .containsExactly(new ReportState("cam1", "north", 0, Campus.NOON, context.now));
    assertThat(context.changes).hasSize(1);
    assertThat(counted).containsExactly("north 0");
  }

  @Test
  void olderHeartbeatChangesNothing() {
    reports.obey(new ServiceHeartbeat("gate", "DOWN", Campus.NOON));
    reports.obey(new ServiceHeartbeat("gate", "OK", Campus.NOON.minusSeconds(100)));

    assertThat(reports.save())
        .containsExactly(new ServiceState("gate", "DOWN", Campus.NOON, context.now));
  }

  @Test
  void whoseClockWasSetBackCountsAgainAfterAWhile() {
    reports.obey(new Report("cam1", "north", 0, Campus.NOON.plusSeconds(3_600)));
    context.now = context.now.plus(ReportCommand.EVICT_AFTER);
    reports.obey(new Report("cam1", "north", 4, Campus.NOON));
    assertThat(counted).containsExactly("north 0");

    context.now = context.now.plusMillis(1);
    reports.obey(new Report("cam1", "north", 5, Campus.NOON));
    reports.obey(new Report("cam1", "north", 6, Campus.NOON.plusSeconds(1)));

    assertThat(counted).containsExactly("north 0", "north 5", "north 6");
  }

  @Test
  void inOlderVersionsTheLastReportCounts() {
    context.version = 4;
    reports.obey(new Report("cam1", "north", 0, Campus.NOON));
    reports.obey(new Report("cam1", "north", 5, Campus.NOON.minusSeconds(100)));

    assertThat(counted).containsExactly("north 0", "north 5");
  }

  private void fill() {
    for (int n = 0; n < ReportCommand.REPORTERS_MAX; n++) {
      reports.obey(new Report("r" + n, "north", 1, Campus.NOON));
    }
  }

  @Test
  void whoWasSilentLongestGivesWayToSomebodyNew() {
    fill();
    context.now = context.now.plus(ReportCommand.EVICT_AFTER);
    reports.obey(new Report("r0", "north", 1, Campus.NOON));

    assertThat(reports.obey(new Report("new", "north", 1, Campus.NOON))).isEqualTo(new Accepted());
    reports.draw();
    assertThat(reports.reportsView().all()).hasSize(ReportCommand.REPORTERS_MAX);
    assertThat(reports.reportsView().one("new")).isNotNull();
    assertThat(reports.reportsView().one("r0")).isNotNull();
    assertThat(reports.reportsView().one("r1")).isNull();
  }

  @Test
  void whoIsSilentForAWeekIsForgotten() {
    reports.obey(new Report("cam1", "north", 4, Campus.NOON));
    reports.obey(new ServiceHeartbeat("gate", "OK", Campus.NOON));
    context.now = context.now.plusSeconds(1);
    reports.obey(new Report("cam1", "north", 5, Campus.NOON));

    assertThat(context.deadlines.stream().map(Deadline::at))
        .containsExactly(
            Campus.NOON.plus(ReportCommand.FORGET_AFTER),
            context.now.plus(ReportCommand.FORGET_AFTER));
    List.copyOf(context.deadlines).forEach(due -> reports.forget((Reports.Oblivion) due));
    assertThat(reports.save()).isEmpty();
  }

  @Test
  void thoseOfOlderVersionsGrowOldFromTheDayOfTheNewOne() {
    context.version = 3;
    reports.obey(new Report("cam1", "north", 4, Campus.NOON));
    assertThat(context.deadlines).isEmpty();
    context.version = 4;
    context.now = context.now.plusSeconds(60);
    reports.date();

    assertThat(reports.save())
        .containsExactly(new ReportState("cam1", "north", 4, Campus.NOON, context.now));
    assertThat(context.deadlines).hasSize(1);
  }

  @Test
  void reportersHaveALimit() {
    fill();

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
