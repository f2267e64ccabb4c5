package broadside.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the import directions of ARCHITECTURE.md. */
class ImportDirectionTest {
  private static JavaClasses project;

  @BeforeAll
  static void load() {
    project =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar")) // of other modules
            .importPackages("broadside");
  }

  @Test
  void everyModuleIsLookedAt() {
    for (String module : new String[] {"proof", "mail", "archive", "intake", "site", "cli"}) {
      assertThat(
              project.stream().anyMatch(c -> c.getPackageName().startsWith("broadside." + module)))
          .as(module)
          .isTrue();
    }
  }

  @Test
  void proofDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("broadside.proof..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "javax.crypto..", "broadside.proof..", "org.jspecify..")
        .check(project);
  }

  @Test
  void queryLanguageDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("broadside.archive.query..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "broadside.archive.query..", "org.jspecify..")
        .check(project);
  }

  @Test
  void mailKnowsNoOtherModule() {
    noneIn(
        "broadside.mail..",
        "broadside.proof..",
        "broadside.archive..",
        "broadside.intake..",
        "broadside.site..",
        "broadside.cli..");
  }

  @Test
  void archiveDoesNotKnowThePrivateSide() {
    noneIn("broadside.archive..", "broadside.intake..", "broadside.site..", "broadside.cli..");
  }

  @Test
  void intakeDoesNotKnowTheSite() {
    noneIn("broadside.intake..", "broadside.site..", "broadside.cli..");
  }

  @Test
  void siteDoesNotKnowThePrivateSide() {
    noneIn("broadside.site..", "broadside.intake..", "broadside.cli..");
  }

  @Test
  @Tag("slow")
  void packagesHaveNoCycles() {
    slices().matching("broadside.(**)").should().beFreeOfCycles().check(project);
  }

  private static void noneIn(String from, String... forbidden) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(project);
  }
}
