package lotwatch.node;

import java.time.Duration;
import java.util.List;
import lotwatch.client.Address;
import lotwatch.client.Notice;
import lotwatch.client.ParkingException;
import lotwatch.client.RpcClient;
import lotwatch.client.Subscriber;
import lotwatch.client.Timeouts;

/** The example of client/README.md. */
final class Example {
  private Example() {}

  static void park(List<Address> rpc, List<Address> pubsub, String plate) throws ParkingException {
    try (var client = new RpcClient(rpc, Timeouts.DEFAULT);
        var subscriber = Subscriber.open(pubsub, Timeouts.DEFAULT, List.of("LOT-A"))) {
      System.out.println("free: " + client.availability("LOT-A"));
      if (client.reserve("LOT-A", plate)) {
        switch (subscriber.next(Duration.ofSeconds(60)).orElseThrow()) {
          case Notice.Change change -> System.out.println("now free: " + change.free());
          case Notice.Gap gap -> System.out.println("missed what came after " + gap.after());
        }
        client.cancel("LOT-A", plate);
      }
    } catch (ParkingException.UnknownLot e) {
      System.out.println("there is no such lot");
    }
  }
}
