import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.common.hapi.validation.validator.FhirDefaultPolicyAdvisor;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.elementmodel.Element;
import org.hl7.fhir.r5.elementmodel.Manager;
import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.utils.validation.IResourceValidator;
import org.hl7.fhir.r5.utils.validation.IValidatorResourceFetcher;
import org.hl7.fhir.r5.utils.validation.IValidationPolicyAdvisor.ReferenceDestinationType;
import org.hl7.fhir.r5.utils.validation.constants.ReferenceValidationPolicy;
import org.hl7.fhir.utilities.npm.NpmPackage;

/**
 * HL7's validation engine through HAPI, offline. Arguments: packages (.tgz) and folders of definitions. Standard input: one line a
 * resource, `profiles (comma-separated, may be empty) TAB resource as JSON`; standard output: one line of JSON for each, its errors.
 */
public class Engine {
  private static final FhirContext R4 = FhirContext.forR4();
  private static final List<String> KINDS = List.of("StructureDefinition", "ValueSet", "CodeSystem", "SearchParameter");

  private static final Pattern LITERAL = Pattern.compile("(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})$");

  public static void main(String[] arguments) throws Exception {
    FhirValidator validator = validatorWith(arguments);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line; (line = in.readLine()) != null; ) {
      int tab = line.indexOf('\t');
      System.out.println(errorsOf(validator, line.substring(tab + 1), line.substring(0, tab)));
    }
  }

  private static FhirValidator validatorWith(String[] sources) throws Exception {
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(R4);
    for (String source : sources) load(own, Path.of(source));
    UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(R4);
    // LOINC, SNOMED CT and others are not here
    unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.INFORMATION);
    FhirInstanceValidator engine = new FhirInstanceValidator(new ValidationSupportChain(
      own,
      new DefaultProfileValidationSupport(R4),
      new CommonCodeSystemsTerminologyService(R4),
      new InMemoryTerminologyServerValidationSupport(R4),
      new SnapshotGeneratingValidationSupport(R4),
      unknown));
    engine.setAnyExtensionsAllowed(true);
    engine.setErrorForUnknownProfiles(false);
    // References are judged by the type in their text, as nothing is fetched.
    engine.setValidatorPolicyAdvisor(new FhirDefaultPolicyAdvisor() {
      @Override
      public ReferenceValidationPolicy policyForReference(IResourceValidator with, Object context, String path, String url, ReferenceDestinationType destination) {
        return ReferenceValidationPolicy.CHECK_TYPE_IF_EXISTS;
      }
    });
    engine.setValidatorResourceFetcher((IValidatorResourceFetcher) Proxy.newProxyInstance(
      Engine.class.getClassLoader(),
      new Class<?>[] {IValidatorResourceFetcher.class},
      (proxy, method, given) -> switch (method.getName()) {
        case "resolveURL" -> true;
        case "fetch" -> standIn((IResourceValidator) given[0], (String) given[2]);
        default -> method.getReturnType() == boolean.class ? false : null;
      }));
    return R4.newValidator().registerValidatorModule(engine);
  }

  /** A resource with nothing but the type and id that a reference names, so that the engine looks at its type; null where it names none. */
  private static Element standIn(IResourceValidator validator, String reference) throws Exception {
    Matcher named = LITERAL.matcher(reference);
    if (!named.find()) return null;
    String json = "{\"resourceType\":\"" + named.group(1) + "\",\"id\":\"" + named.group(2) + "\"}";
    try {
      return Manager.parseSingle(validator.getContext(), new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), FhirFormat.JSON);
    } catch (FHIRException unknownType) {
      return null;
    }
  }

  private static void load(PrePopulatedValidationSupport own, Path source) throws Exception {
    IParser parser = R4.newJsonParser();
    if (Files.isDirectory(source)) {
      try (Stream<Path> files = Files.list(source)) {
        for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) add(own, parser.parseResource(Files.readString(file)));
      }
      return;
    }
    try (InputStream in = Files.newInputStream(source)) {
      NpmPackage contents = NpmPackage.fromPackage(in);
      for (String kind : KINDS) for (String file : contents.listResources(kind)) add(own, parser.parseResource(contents.loadResource(file)));
    }
  }

  private static void add(PrePopulatedValidationSupport own, IBaseResource resource) {
    if (KINDS.contains(resource.fhirType())) own.addResource(resource);
  }

  private static String errorsOf(FhirValidator validator, String resource, String profiles) {
    List<SingleValidationMessage> messages = new ArrayList<>();
    try {
      ValidationOptions options = new ValidationOptions();
      for (String profile : profiles.split(",")) if (!profile.isEmpty()) options.addProfile(profile);
      messages.addAll(validator.validateWithResult(resource, options).getMessages());
    } catch (Exception refused) {
      SingleValidationMessage message = new SingleValidationMessage();
      message.setSeverity(ResultSeverityEnum.FATAL);
      message.setMessage(refused.toString());
      messages.add(message);
    }
    return messages.stream()
      .filter(one -> one.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
      .map(one -> "{\"id\":" + quoted(one.getMessageId()) + ",\"at\":" + quoted(one.getLocationString()) + ",\"text\":" + quoted(one.getMessage()) + "}")
      .collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    if (text == null) return "null";
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\s\\p{Cntrl}]+", " ") + '"';
  }
}
