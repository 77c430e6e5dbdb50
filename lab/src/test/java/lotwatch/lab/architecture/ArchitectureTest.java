package lotwatch.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import lotwatch.ledger.Ledger;

/** The walls between the rooms that Maven's modules cannot hold alone. */
@AnalyzeClasses(
    packages = "lotwatch",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  /** What rooms lend each other's tests is not part of the house. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar") && !location.contains("test-classes");
    }
  }

  @ArchTest
  static final ArchRule LEDGER_IS_PURE =
      classes()
          .that()
          .resideInAPackage("lotwatch.ledger..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "lotwatch.ledger..",
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
  static final ArchRule VIDEO_STANDS_BESIDE =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.video..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.ledger..", "lotwatch.replica..", "lotwatch.feeds..")
          .because("video says what it saw; what follows from it is the ledger's to decide");

  @ArchTest
  static final ArchRule SOURCES_DO_NOT_SEE_FEEDS =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.sources..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.feeds..", "lotwatch.replica..", "lotwatch.video..");

  @ArchTest
  static final ArchRule FEEDS_DO_NOT_SEE_SOURCES =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.feeds..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.sources..", "lotwatch.replica..", "lotwatch.video..");

  @ArchTest
  static final ArchRule TCP_KNOWS_NOTHING_OF_PARKING =
      classes()
          .that()
          .resideInAPackage("lotwatch.tcp..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("lotwatch.tcp..", "io.netty..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule CLIENT_IS_EVERYBODYS =
      classes()
          .that()
          .resideInAPackage("lotwatch.client..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("lotwatch.client..", "java..", "tools.jackson..", "org.jspecify..")
          .because("it goes into programs of others, which want nothing else of ours");

  @ArchTest
  static final ArchRule REPLICA_KNOWS_NO_DOOR =
      noClasses()
          .that()
          .resideInAPackage("lotwatch.replica..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lotwatch.sources..", "lotwatch.feeds..", "lotwatch.video..");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_SEE_THE_NODE =
      noClasses()
          .that()
          .resideOutsideOfPackages("lotwatch.node..", "lotwatch.cli..", "lotwatch.bench..")
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
  static final ArchRule NO_CYCLES = slices().matching("lotwatch.(*)..").should().beFreeOfCycles();
}
