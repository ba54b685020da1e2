// PDF/A-2a and PDF/UA-1 by veraPDF, for the files named on standard input. One line a file and rule set: PASS or FAIL, the number of checks,
// the file; below it each rule that failed, with its first place. Ends with 1 if any failed.

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Validate {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean failed = false;
    BufferedReader files = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String file = files.readLine(); file != null; file = files.readLine()) {
      for (String rules : new String[] {"2a", "ua1"}) {
        PDFAFlavour flavour = PDFAFlavour.fromString(rules);
        try (VeraPDFFoundry foundry = Foundries.defaultInstance();
            PDFAParser parser = foundry.createParser(new FileInputStream(file), flavour);
            PDFAValidator validator = foundry.createValidator(flavour, 200, false, true, false)) {
          for (ValidationResult result : validator.validateAll(parser)) {
            Map<String, String> faults = new TreeMap<>();
            for (TestAssertion check : result.getTestAssertions()) {
              if (check.getStatus() != TestAssertion.Status.FAILED) continue;
              String rule = check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber();
              String said = check.getErrorMessage() != null ? check.getErrorMessage() : check.getMessage();
              faults.putIfAbsent(rule, said + " @ " + check.getLocation().getContext());
            }
            failed |= !result.isCompliant();
            System.out.println(rules + "\t" + (result.isCompliant() ? "PASS" : "FAIL") + "\t" + result.getTotalAssertions() + "\t" + file);
            faults.forEach((rule, said) -> System.out.println("    " + rule + ": " + said));
          }
        } catch (Throwable fault) {
          failed = true;
          System.out.println(rules + "\tERROR\t0\t" + file + "\t" + fault);
        }
      }
    }
    System.exit(failed ? 1 : 0);
  }
}
