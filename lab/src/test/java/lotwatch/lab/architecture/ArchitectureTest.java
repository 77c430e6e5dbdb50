package lotwatch.lab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Ledger;

/** The walls between the modules that Maven's modules cannot hold alone. */
@AnalyzeClasses(
    packages = "lotwatch",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  /** What modules lend each other's tests is not part of the program. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar") && !location.contains("test-classes");
    }
  }

  @ArchTest
  static final ArchRule SESSIONS_NEED_NOTHING =
      classes()
          .that()
          .resideInAPackage("lotwatch.sessions..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "lotwatch.sessions..",
              "java.lang..",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "java.nio",
              "java.nio.charset",
              "java.security",
              "java.io",
              "org.jspecify..")
          .because("the same code runs in the ledger and on Spark");

  @ArchTest
  static final ArchRule LEDGER_IS_PURE =
      classes()
          .that()
          .resideInAPackage("lotwatch.ledger..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "lotwatch.ledger..",
              "lotwatch.sessions..",
              "java.lang..",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "java.util.concurrent",
              "java.time",
              "org.jspecify..")
          .because("replicas agree only if the ledger does no I/O");

  @ArchTest
  static final ArchRule LEDGER_STARTS_NO_THREAD =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.ledger..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class)
          .because(
              "one thread applies the log; the maps that readers share need none of their own");

  @ArchTest
  static final ArchRule LEDGER_READS_NO_CLOCK_AND_NO_DICE =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.ledger..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .because("replay must give the same events next year; time comes in with the entry");

  @ArchTest
  static final ArchRule ONLY_THE_REPLICA_APPLIES =
      noClasses()
          .that()
          .resideOutsideOfPackages("lotwatch.ledger..", "lotwatch.replica..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Ledger.class)
          .because("what is not in the log is lost");

  @ArchTest
  static final ArchRule MEDIA_STANDS_BESIDE =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.media..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "lotwatch.ledger..", "lotwatch.replica..", "lotwatch.gateway..", "lotwatch.sim..")
          .because("media says what it saw; what follows from it is the ledger's to decide");

  @ArchTest
  static final ArchRule RECORDINGS_STAND_BESIDE =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.recordings..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "lotwatch.replica..", "lotwatch.gateway..", "lotwatch.media..", "lotwatch.node..")
          .because("the work on a recording is the same for a node and for a worker that has none");

  @ArchTest
  static final ArchRule MEDIA_WORK_KNOWS_NO_LEDGER =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.recordings.media..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.ledger..", "lotwatch.wire..", "lotwatch.recordings.work..")
          .because("its steps read files and write files");

  @ArchTest
  static final ArchRule FFMPEG_KNOWS_NOTHING_OF_US =
      classes()
          .that()
          .resideInAPackage("lotwatch.ffmpeg..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("lotwatch.ffmpeg..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule SIMULATION_IS_WIRED_BY_THE_NODE =
      noClasses()
          .that()
          .resideOutsideOfPackages("lotwatch.sim..", "lotwatch.node..", "lotwatch.lab..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("lotwatch.sim..");

  @ArchTest
  static final ArchRule SIMULATION_SEES_ONLY_MEDIA =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.sim..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.ledger..", "lotwatch.replica..", "lotwatch.gateway..");

  @ArchTest
  static final ArchRule GATEWAY_SEES_NEITHER_REPLICA_NOR_MEDIA =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.replica..", "lotwatch.media..", "lotwatch.sim..")
          .because("what a gateway needs of them is an interface in wire");

  @ArchTest
  static final ArchRule EVERY_PROTOCOL_ASKS_BEFORE_IT_ACTS =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.gateway..")
          .and()
          .resideOutsideOfPackages(
              "lotwatch.gateway.auth", // asks and records
              "lotwatch.gateway.metrics", // counts around the ledger's inbox
              "lotwatch.gateway.observations") // of this node's own cameras, which nobody asks for
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Inbox.class)
          .because("the gate is the only way from a protocol to the ledger");

  /** One slice for each protocol; the packages that they share are in none. */
  private static final SliceAssignment PROTOCOLS =
      new SliceAssignment() {
        private static final String GATEWAY = "lotwatch.gateway.";

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          var name = type.getPackageName();
          return Stream.of(
                  "rest",
                  "live",
                  "campus",
                  "stream",
                  "encode",
                  "work",
                  "finder.text",
                  "finder.rpc",
                  "finder.sensor",
                  "finder.pubsub")
              .filter(protocol -> (name + ".").startsWith(GATEWAY + protocol + "."))
              .findFirst()
              .map(SliceIdentifier::of)
              .orElse(SliceIdentifier.ignore());
        }

        @Override
        public String getDescription() {
          return "protocols of the gateway";
        }
      };

  @ArchTest
  static final ArchRule PROTOCOLS_NEVER_SEE_EACH_OTHER =
      slices().assignedFrom(PROTOCOLS).should().notDependOnEachOther();

  @ArchTest
  static final ArchRule SHARED_PACKAGES_SEE_NO_PROTOCOL =
      noClasses()
          .that()
          .resideInAnyPackage(
              "lotwatch.gateway.auth..",
              "lotwatch.gateway.net..",
              "lotwatch.gateway.http..",
              "lotwatch.gateway.grpc..",
              "lotwatch.gateway.metrics..",
              "lotwatch.gateway.observations..",
              "lotwatch.gateway.pseudonyms..",
              "lotwatch.gateway.sightings..",
              "lotwatch.gateway.lanes..",
              "lotwatch.gateway.finder")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "lotwatch.gateway.rest..",
              "lotwatch.gateway.live..",
              "lotwatch.gateway.campus..",
              "lotwatch.gateway.finder.*..");

  @ArchTest
  static final ArchRule TCP_KNOWS_NOTHING_OF_PARKING =
      classes()
          .that()
          .resideInAPackage("lotwatch.gateway.net..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "lotwatch.gateway.net..", "io.netty..", "java..", "jdk.net..", "org.jspecify..");

  @ArchTest
  static final ArchRule CLIENT_IS_EVERYBODYS =
      classes()
          .that()
          .resideInAPackage("lotwatch.client..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("lotwatch.client..", "java..", "tools.jackson..", "org.jspecify..")
          .because("it goes into programs of others, which want nothing else of ours");

  /** Each class more makes another library, or our own, dearer: decisions/0002 counts them. */
  @ArchTest
  static final ArchRule THESE_CLASSES_KNOW_THE_RAFT_LIBRARY =
      noClasses()
          .that()
          .haveNameNotMatching(
              "lotwatch\\.replica\\.(LeaderWatch|LibrarySettings|LogClient|LogDamage|MessageCheck"
                  + "|MetaFiles|PeerServer|PeerTransport|Proposal|Raft|RaftMachine|SyncedLog"
                  + "|VoterChanges|Voters|WarmUp)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.alipay..");

  @ArchTest
  static final ArchRule LINK_SEES_ONLY_GRPC_AND_WIRE =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.replica.link..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("lotwatch.replica");

  @ArchTest
  static final ArchRule REPLICA_SEES_NO_GATEWAY =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.replica..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.gateway..", "lotwatch.media..");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_SEE_THE_NODE =
      noClasses()
          .that()
          .resideOutsideOfPackages("lotwatch.node..", "lotwatch.cli..", "lotwatch.lab..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("lotwatch.node..");

  @ArchTest
  static final ArchRule NAMES_ARE_NOUNS_OF_THE_TRADE =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("lotwatch.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule GATEWAY_HAS_NO_CYCLES =
      slices().matching("lotwatch.gateway.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule BENCHMARKS_AND_CHAOS_SHARE_ONLY_THE_CLUSTER =
      noClasses()
          .that()
          .resideInAnyPackage("lotwatch.lab.bench..", "lotwatch.lab.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("lotwatch.lab.chaos..");
}
