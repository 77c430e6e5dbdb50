package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Rejected;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final int FLOODER = 7;
  private static final int OTHER = 9;

  private final Requests requests = new Requests();
  private Instant now = Campus.NOON;

  private void remember(String name, int client) {
    requests.remember(new RequestState(new RequestId(name, client), now, new Accepted()));
  }

  private void flood(int count) {
    for (int i = 0; i < count; i++) {
      remember("f" + i, FLOODER);
    }
  }

  @Test
  void floodPushesOutOnlyItself() {
    remember("mine", OTHER);
    flood(RequestId.REQUESTS_MAX + 5_600);

    assertThat(requests.answerTo(new RequestId("mine"))).isEqualTo(new Accepted());
    assertThat(requests.answerTo(new RequestId("f0"))).isNull();
    assertThat(requests.save()).hasSize(RequestId.REQUESTS_MAX);
  }

  @Test
  void whoFloodsHasToWaitAndNobodyElse() {
    flood(RequestId.REQUESTS_MAX);

    assertThat(requests.throttle(new RequestId("f", FLOODER), now)).isInstanceOf(Rejected.class);
    assertThat(requests.throttle(new RequestId("g", OTHER), now)).isNull();
    assertThat(requests.throttle(new RequestId("f", FLOODER), now.plus(RequestId.REQUEST_AGE_MIN)))
        .isNull();
  }

  @Test
  void twoWhoFloodAlikeBothHaveToWait() {
    for (int i = 0; i < RequestId.REQUESTS_MAX / 2; i++) {
      remember("f" + i, FLOODER);
      remember("g" + i, OTHER);
    }

    assertThat(requests.throttle(new RequestId("f", FLOODER), now)).isInstanceOf(Rejected.class);
    assertThat(requests.throttle(new RequestId("g", OTHER), now)).isInstanceOf(Rejected.class);
    assertThat(requests.throttle(new RequestId("h", 8), now)).isNull();
  }

  @Test
  void newestIsRememberedAlsoWhereEachClientHasOne() {
    for (int i = 1; i <= RequestId.REQUESTS_MAX; i++) {
      remember("f" + i, i);
    }
    remember("newest", RequestId.REQUESTS_MAX + 1);

    assertThat(requests.answerTo(new RequestId("newest"))).isEqualTo(new Accepted());
    assertThat(requests.answerTo(new RequestId("f1"))).isNull();
  }

  @Test
  void requestsAreForgottenByAge() {
    remember("old", OTHER);
    now = now.plus(RequestId.REQUEST_AGE_MAX).plus(Duration.ofMillis(1));
    remember("new", FLOODER);

    assertThat(requests.answerTo(new RequestId("old"))).isNull();
    assertThat(requests.save()).hasSize(1);
  }

  @Test
  void retryFromAnotherAddressIsTheSameRequest() {
    remember("mine", OTHER);

    assertThat(requests.answerTo(new RequestId("mine", FLOODER))).isEqualTo(new Accepted());
  }
}
